import { defineStatistic } from "../definition/define-statistic.js";
import { meanOf, varianceOf } from "../distribution/moments.js";
import { studentTQuantile } from "../special/quantiles.js";
import { studentTSurvival } from "../special/survival.js";
import { twoSided } from "../special/tail.js";
import { undetermined } from "./comparison-results.js";

export const welchT = defineStatistic({
  id: "welch-t",
  revision: 1,
  name: "Welch's t-test",
  question: "Has the mean moved by more than chance would explain?",
  definition:
    "(mean current − mean reference)/√(s²/n + s0²/n0), exact from sums and sums of squares; two-sided p from Student's t with Welch–Satterthwaite degrees of freedom.",
  reference: "Welch (1947), doi:10.1093/biomet/34.1-2.28; Satterthwaite (1946), doi:10.2307/3002019",
  inputs: { kinds: ["numeric"], leastCount: 2, layouts: "any" },
  parameters: [],
  output: {
    unit: "standard errors",
    rangeInclusive: [-Infinity, Infinity],
    noChange: 0,
    direction: "further-from-no-change-is-more-change",
    effect: "difference of the means, current − reference, in the data's unit, with its 95 % interval",
  },
  evidence: "p-value",
  resolution: "Exact: the moments do not depend on buckets.",
  validity: [
    "Independent rows; means of skewed data need some hundreds of them.",
    "For one look: repeated looks need the confidence sequence.",
  ],
  degenerate: [
    { when: "the reference is empty", reason: "empty-reference" },
    { when: "the current window is empty", reason: "empty-current" },
    { when: "a side has fewer than two values", reason: "too-few" },
    { when: "the distributions are categorical", reason: "not-numeric" },
    { when: "a side's sum or sum of squares is not stored", reason: "moments-missing" },
    { when: "all values are equal on both sides", reason: "constant" },
  ],
  properties: ["antisymmetric", "scale-free", "unused-cells-ignored"],
  oracle: { tool: "scipy 1.18.1", fixture: "comparisons/fixtures/cases.json", relativeTolerance: 1e-8 },
  cost: "O(1)",
  compute(input) {
    const sides = [input.reference, input.current].map((side) => {
      if (side.kind !== "numeric" || side.sum === undefined || side.sumOfSquares === undefined)
        return undefined;
      const mean = meanOf(side);
      const variance = varianceOf(side);
      if (mean.kind !== "value" || variance.kind !== "value") return undefined;
      return { mean: mean.value, squaredError: variance.value / side.count, degrees: side.count - 1 };
    });
    const [reference, current] = sides;
    if (reference === undefined || current === undefined) return undetermined(input, "moments-missing");
    const squaredError = reference.squaredError + current.squaredError;
    if (squaredError === 0) return undetermined(input, "constant");
    const degreesOfFreedom =
      squaredError ** 2 /
      (reference.squaredError ** 2 / reference.degrees + current.squaredError ** 2 / current.degrees);
    const effect = current.mean - reference.mean;
    const error = Math.sqrt(squaredError);
    const value = effect / error;
    const tail = twoSided(studentTSurvival(Math.abs(value), degreesOfFreedom));
    const half = studentTQuantile(0.975, degreesOfFreedom) * error;
    return {
      kind: "value",
      value,
      low: value,
      high: value,
      pValue: tail.probability,
      log10PValue: tail.logProbability / Math.LN10,
      effect,
      effectLow: effect - half,
      effectHigh: effect + half,
      degreesOfFreedom,
    };
  },
});
