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
export { createCompensatedSum, type CompensatedSum } from "./distribution/compensated-sum.js";
export { bucketOf, distributionFromValues } from "./distribution/from-values.js";
export {
  distributionFromSparse,
  distributionsFromSparse,
  type CountedRange,
  type SparseHistogram,
} from "./distribution/sparse-histogram.js";
export {
  DEFAULT_MAX_BUCKETS,
  downscaleExponential,
  toCommonScale,
  toSparseHistogram,
  type ExponentialHistogram,
  type ExponentialRange,
} from "./distribution/exponential/exponential-histogram.js";
export { exponentialFromValues } from "./distribution/exponential/exponential-from-values.js";
export {
  exponentialBound,
  exponentialIndex,
  exponentialRelativeError,
} from "./distribution/exponential/exponential-bounds.js";
export type { WrittenCount } from "./distribution/formats/read-count.js";
export { distributionFromCategories, type CategoryCount } from "./distribution/formats/categories.js";
export {
  distributionFromOtlp,
  exponentialFromOtlp,
  type OtlpBuckets,
  type OtlpExponentialPoint,
  type OtlpHistogramPoint,
} from "./distribution/formats/otlp.js";
export {
  distributionFromPrometheusBuckets,
  sparseFromPrometheusNative,
  type PrometheusBoundaryRule,
  type PrometheusBucket,
  type PrometheusNativeHistogram,
} from "./distribution/formats/prometheus.js";
export { sparseFromVmrange, type VmrangeBucket } from "./distribution/formats/vmrange.js";
export { bucketEdges } from "./distribution/bucket-edges.js";
export { sumWindows, windowDistribution } from "./distribution/windows.js";
export { mergeDistributions, subtractDistributions } from "./distribution/combine.js";
export { alignDistributions, type Alignment } from "./distribution/align.js";
export { joinSparseLayouts } from "./distribution/join-sparse-layouts.js";
export { layoutOf, sameLayout } from "./distribution/layout.js";
export { cumulativeShares } from "./distribution/shares.js";
export { cdfInterval, type ShareInterval } from "./distribution/cdf-interval.js";
export { quantileInterval, type QuantileInterval } from "./distribution/quantile-interval.js";
export { meanOf, varianceOf, type MomentEstimate } from "./distribution/moments.js";
export {
  addToSketch,
  createQuantileSketch,
  mergeSketches,
  sketchRankError,
  type QuantileSketch,
} from "./sketch/quantile-sketch.js";
export {
  quantileBounds,
  sketchQuantile,
  sortedItems,
  type QuantileBounds,
  type SketchItem,
  type SketchQuantile,
} from "./sketch/sketch-quantiles.js";
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
export { computeStatistic, findStatistic } from "./compute-statistic.js";
export { computeComparisons, type Comparisons } from "./compute-comparisons.js";
export type { StatisticColumns } from "./comparisons/columns/statistic-columns.js";
export { STATISTICS } from "./registry.js";
export { flooredPsi } from "./distances/floored-psi.js";
export { wasserstein1OfPoints } from "./distances/wasserstein.js";
export {
  chi2OfTable,
  gTestOfTable,
  type ContingencyOptions,
  type ContingencyTest,
} from "./comparisons/contingency-tests.js";
export {
  cramerVonMisesOfMidranks,
  type MidrankCramerVonMises,
} from "./comparisons/cramer-von-mises-midranks.js";
export {
  computeDistances,
  FAST_DISTANCES,
  type DistanceMatrix,
  type FastDistance,
} from "./distances/compute-distances.js";

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
export {
  meanExcessDetector,
  type MeanExcessDetector,
  type MeanExcessOptions,
} from "./evidence/mean-excess-detector.js";
export { averageDetectors, rankCulprits } from "./evidence/combine-detectors.js";
export { twoArmEvidence, type TwoArmOptions } from "./evidence/two-arm-evidence.js";
export { windowDifferenceEvidence } from "./evidence/window-difference-evidence.js";
export {
  meanConfidenceSequence,
  type ConfidenceSequence,
  type MeanConfidenceSequenceOptions,
} from "./evidence/mean-confidence-sequence.js";
export { boundedMeanConfidenceSequence } from "./evidence/bounded-mean-confidence-sequence.js";
export { asymptoticHalfWidth } from "./evidence/half-width.js";
export {
  mixingVarianceFor,
  normalMixtureHalfWidth,
  normalMixtureLogRatio,
} from "./evidence/normal-mixture.js";
export { tMixtureHalfWidth, tMixtureLogRatio } from "./evidence/t-mixture.js";
export {
  normalMixtureBound,
  normalMixtureLogEvidence,
  type NormalMixtureOptions,
} from "./evidence/boundaries/normal-mixture-boundary.js";
export {
  polynomialStitchedBound,
  type StitchedBoundOptions,
} from "./evidence/boundaries/stitched-boundary.js";
export {
  predictableMixtureIntervals,
  type BoundedMeanIntervals,
  type PredictableMixtureOptions,
} from "./evidence/boundaries/predictable-mixture.js";
export { knownSharesEvidence } from "./evidence/known-shares-evidence.js";
export type { ChangeScan } from "./change/change-scan.js";
export { scanShares } from "./change/scan-shares.js";
export { scanMeans, type MeanScan } from "./change/scan-means.js";
export { dateChange, type ChangeDate } from "./change/date-change.js";
export { kindOfChange, type ChangeKind, type KindOptions } from "./change/kind-of-change.js";
export { CHANGE_KINDS, type ChangeKindName, type Explanation } from "./change/explanation.js";
export type { LinearMapEstimate, MapParameter } from "./change/linear-explanations.js";
export { adaptiveRankWindows } from "./change/adaptive-ranks.js";
export { shareDispersion } from "./tails/share-dispersion.js";
export { poissonRateInterval } from "./tails/poisson-rate-interval.js";
export { compareRates, type EventRate, type RateComparison } from "./tails/compare-rates.js";
export { alwaysValidShare, shareIntervals, type ShareIntervals } from "./tails/share-intervals.js";
export { tailMass, type TailMass } from "./tails/tail-mass.js";
export { unseenCategories, type UnseenCategories } from "./tails/unseen-categories.js";
export { forecastVolume, type VolumeForecast } from "./volumes/volume-forecast.js";
export { measureStaleness, type Staleness } from "./volumes/staleness.js";
export type { VolumeHistory } from "./volumes/season-levels.js";
export {
  decisionsNearThreshold,
  type DecisionsNearThreshold,
  type FlippedShare,
} from "./fragility/decisions-near-threshold.js";
export { timeUniformCdfBound } from "./evidence/boundaries/cdf-boundary.js";
export { timeUniformCdfRadius } from "./evidence/cdf-bands-boundary.js";
export {
  cdfBand,
  quantileBands,
  type CdfBand,
  type CdfBandOptions,
  type QuantileBand,
} from "./evidence/cdf-bands.js";
export {
  sequentialKs,
  type SequentialKs,
  type SequentialKsOptions,
} from "./evidence/cdf-bands-two-sample.js";
export { estimateOverdispersion, type OverdispersionEstimate } from "./evidence/estimate-overdispersion.js";
export {
  adjustLog10PValues,
  adjustPValues,
  type LogMultiplicityResult,
  type MultiplicityResult,
} from "./multiplicity/adjust.js";
export type { Adjustment } from "./multiplicity/adjustments.js";

export { computeRocCurve, type RocPoint } from "./performance/roc-curve.js";
export {
  averagePrecisionOfCounts,
  computeAveragePrecision,
  computePrecisionRecallCurve,
  type PrecisionRecallPoint,
} from "./performance/precision-recall.js";
export { computeCalibrationCurve, type CalibrationPoint } from "./performance/calibration-curve.js";
export { decomposeBrier, type BrierDecomposition } from "./performance/brier-decomposition.js";
export { computeGainsCurve, type GainsPoint } from "./performance/gains-curve.js";
export { computeRegressionErrors, type RegressionErrors } from "./performance/regression-errors.js";
export { fitRecalibration, type Recalibration } from "./performance/recalibration.js";
export { estimateRecalibrated } from "./performance/recalibrated-performance.js";
export {
  estimateLabelShift,
  estimateLabelShiftFromDecisions,
  type LabelShift,
} from "./performance/label-shift.js";
export type { Estimate, ScoredOutcomes } from "./performance/scored-outcomes.js";
export { scoreMiddles } from "./performance/scored-outcomes.js";
export { aucOfCounts, computeAuc } from "./performance/auc.js";
export { brierOfRows, calibrationErrorOfRows, logLossOfRows } from "./performance/scored-rows.js";
export {
  estimateBusinessValue,
  type BusinessValue,
  type OutcomeValues,
} from "./performance/business-value.js";
export { computeBrier } from "./performance/brier.js";
export { computeLogLoss, LOG_LOSS_CLIP } from "./performance/log-loss.js";
export {
  computeCalibrationError,
  computeCalibrationGap,
  type CalibrationError,
  type CalibrationGap,
} from "./performance/calibration.js";
export {
  computeConfusionMetrics,
  type Confusion,
  type ConfusionMetrics,
  type Share,
} from "./performance/confusion.js";
export {
  estimateAuc,
  estimatePerformance,
  type EstimatedPerformance,
  type ScoreMoments,
} from "./performance/estimated-performance.js";
export { computeLabelMaturity, type LabelMaturity } from "./performance/label-maturity.js";
export { computeDesignEffect, type GroupTotals } from "./performance/design-effect.js";
export { decomposeLoss, type LossDecomposition, type LossPart } from "./performance/loss-decomposition.js";
export {
  samplingIntervalOf,
  shareIntervalOf,
  type SamplingOptions,
} from "./performance/sampling-interval.js";
export {
  trackHarmfulShift,
  type HarmfulShift,
  type HarmfulShiftOptions,
} from "./performance/harmful-shift.js";
export {
  oddsRatioOf,
  ratioIntervalOf,
  riskRatioOf,
  type RatioEstimate,
  type TwoByTwo,
} from "./strata/two-by-two.js";
export {
  computeCochranMantelHaenszel,
  type ChiSquareTest,
  type CochranMantelHaenszel,
} from "./strata/cochran-mantel-haenszel.js";
export { computeBreslowDay, type BreslowDay } from "./strata/breslow-day.js";
export { computeVanElteren, type OrdinalStratum, type VanElteren } from "./strata/van-elteren.js";
export { decomposeMix, type MixDecomposition } from "./strata/kitagawa.js";
export { postStratify, type PopulationStratum, type PostStratified } from "./strata/post-stratify.js";
export {
  screenConfounders,
  type ConfounderScreen,
  type Stratification,
} from "./strata/screen-confounders.js";
export { detectSimpson, type SimpsonWarning } from "./strata/simpson.js";
export {
  contrastInPopulation,
  contrastMeans,
  contrastRatio,
  contrastWithinStrata,
  standardErrorOf,
  toPseudoValues,
  type WindowContrast,
} from "./value/window-contrast.js";
export { poolGroups, totalOf, type GroupPairWindows, type GroupWindows } from "./value/group-windows.js";
export {
  EFFECT_WINDOWS,
  effectIntervalOf,
  windowVarianceOf,
  type EffectInterval,
} from "./value/effect-interval.js";
export {
  liftOfEntities,
  type EntityEffect,
  type EntityLift,
  type EntityMoments,
} from "./value/entity-lift.js";
export { mixtureSprt, type MixtureSprt, type MixtureSprtOptions } from "./value/mixture-sprt.js";
export { adjustForCovariate, type CovariateWindows } from "./value/adjust-for-covariate.js";
export { placeboInference, type PlaceboInference, type PlaceboOptions } from "./value/placebo-inference.js";
export { meanShiftEvidence, type MeanShiftOptions } from "./value/mean-shift-evidence.js";
export { compareRatiosOfSums, computeRatioOfSums, type RatioOfSums } from "./value/ratio-of-sums.js";
export { computeCuped, type Cuped } from "./value/cuped.js";
export { covariancesOf, type CrossMoments } from "./value/cross-moments.js";
export { criticalLogPValue, type Correction } from "./multiplicity/critical-p-value.js";
export { adjustLogEValues, eBenjaminiHochberg } from "./multiplicity/e-benjamini-hochberg.js";
export { noncentralChiSquareSurvival } from "./planning/noncentral-chi-square.js";
export {
  smallestStandardisedEffect,
  unitsForStandardisedEffect,
  type TestPlan,
} from "./planning/test-plan.js";
export {
  sizeForMeans,
  sizeForShares,
  smallestMeanDifference,
  type GroupSizes,
  type GroupVariances,
  type TwoGroupPlan,
} from "./planning/two-group-plan.js";
export { countForDrift, smallestDetectableDrift, type DriftPlan } from "./planning/drift-plan.js";
export { expectedDetectionDelay, type DetectionPlan } from "./planning/detection-delay.js";
export { checkAa, type AaCheck, type ArmWindows } from "./planning/check-aa.js";
export { autocorrelations } from "./time-series/autocorrelation.js";
export {
  andrewsBandwidth,
  longRunVariance,
  neweyWestMean,
  type NeweyWest,
} from "./time-series/newey-west.js";
export {
  blockBootstrap,
  bootstrapInterval,
  bootstrapPValue,
  type BlockBootstrap,
  type BlockBootstrapOptions,
} from "./time-series/block-bootstrap.js";

export { Adwin, type AdwinBatch, type AdwinOptions } from "./change-detectors/adwin.js";
export {
  adaptiveWindows,
  detectWithAdwin,
  type AdaptiveWindows,
  type AdwinDetections,
} from "./change-detectors/detect-with-adwin.js";
export { detectWithPageHinkley, type PageHinkleyOptions } from "./change-detectors/page-hinkley.js";
export { detectWithCusum, type CusumOptions, type CusumTrack } from "./change-detectors/cusum.js";
export { cusumAverageRunLength } from "./change-detectors/cusum-average-run-length.js";

export type { Tail } from "./special/tail.js";
export {
  binomialSurvivalInclusive,
  chiSquareSurvival,
  fSurvival,
  kolmogorovSurvival,
  normalSurvival,
  studentTSurvival,
} from "./special/survival.js";
export { betaQuantile, normalQuantile, studentTQuantile } from "./special/quantiles.js";
export {
  kolmogorovSmirnovApproximateTail,
  kolmogorovSmirnovUntiedTail,
} from "./special/kolmogorov-smirnov.js";
export { andersonDarlingSurvival, cramerVonMisesSurvival } from "./special/brownian-bridge-tails.js";
export { mannWhitneyExactPValue } from "./exact-tails/mann-whitney-exact.js";
export { cramerVonMisesExactTail } from "./exact-tails/cramer-von-mises-exact.js";
export {
  agrestiCoullInterval,
  jeffreysInterval,
  waldInterval,
} from "./special/familiar-proportion-intervals.js";
export { chiSquareUpperQuantile } from "./special/chi-square-quantile.js";
export {
  clopperPearsonInterval,
  newcombeInterval,
  wilsonInterval,
  type Interval,
} from "./special/proportion-interval.js";

export { createModelMonitor, trackModel, type ModelMonitor } from "./monitoring/model-monitor.js";
export type {
  MemberTrack,
  ModelMonitorOptions,
  ModelMonitorTrack,
  MonitorAlarm,
  MonitorBlock,
  MonitorMember,
  MonitorSeason,
  MonitorSettings,
  RefusalReason,
} from "./monitoring/monitor-options.js";
