export type {
  CategoricalDistribution,
  Distribution,
  DistributionWindows,
  Layout,
  NumericDistribution,
} from "./distribution/distribution.js";
export {
  createCategoricalDistribution,
  createNumericDistribution,
  type NumericDistributionInput,
} from "./distribution/create-distribution.js";
export { bucketOf, distributionFromValues } from "./distribution/from-values.js";
export { bucketEdges } from "./distribution/bucket-edges.js";
export { sumWindows, windowDistribution } from "./distribution/windows.js";
export { mergeDistributions, subtractDistributions } from "./distribution/combine.js";
export { alignDistributions, type Alignment } from "./distribution/align.js";
export { layoutOf, sameLayout } from "./distribution/layout.js";
export { cumulativeShares } from "./distribution/shares.js";
export { quantileInterval, type QuantileInterval } from "./distribution/quantile-interval.js";
export { meanOf, varianceOf, type MomentEstimate } from "./distribution/moments.js";
export type { Undetermined, UndeterminedReason } from "./distribution/undetermined.js";

export type {
  ComparisonInput,
  ParameterValues,
  StatisticDefinition,
  StatisticParameter,
  StatisticProperty,
  StatisticResult,
  StatisticValue,
} from "./definition/statistic-definition.js";
export { computeStatistic, findStatistic, STATISTICS } from "./registry.js";
export { computeDistances, FAST_DISTANCES, type FastDistance } from "./distances/compute-distances.js";

export type { ReferenceRobustOptions } from "./evidence/reference-robust-options.js";
export {
  referenceRobustEvidence,
  type ReferenceRobustEvidence,
} from "./evidence/reference-robust-evidence.js";
export {
  referenceRobustDetector,
  type ReferenceRobustDetector,
} from "./evidence/reference-robust-detector.js";
export { smallestRevealableDrift } from "./evidence/smallest-revealable-drift.js";
export { averageDetectors, rankCulprits } from "./evidence/combine-detectors.js";
export { twoArmEvidence, type TwoArmOptions } from "./evidence/two-arm-evidence.js";
export {
  meanConfidenceSequence,
  type ConfidenceSequence,
  type MeanConfidenceSequenceOptions,
} from "./evidence/mean-confidence-sequence.js";
export { boundedMeanConfidenceSequence } from "./evidence/bounded-mean-confidence-sequence.js";
export { knownSharesEvidence } from "./evidence/known-shares-evidence.js";
export { estimateOverdispersion, type OverdispersionEstimate } from "./evidence/estimate-overdispersion.js";
export {
  benjaminiHochberg,
  benjaminiYekutieli,
  eBenjaminiHochberg,
  holm,
  type MultiplicityResult,
} from "./multiplicity/adjust.js";
