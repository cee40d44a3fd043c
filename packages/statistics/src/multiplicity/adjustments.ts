import type { ProbabilityScale } from "./probability-scale.js";

/** Adjusts p-values given in ascending order, on the scale that they are written on; results may exceed 1. */
type Procedure = (sorted: Float64Array, scale: ProbabilityScale, alpha: number) => Float64Array;

/*
 * What is kept, whatever the number of tests: the probability of any false rejection (the first six; Bonferroni, Holm and Šidák's
 * step-down under any dependence for the first two, independent or positively dependent tests for the others), or the expected share
 * of false rejections (the rest).
 */
export const ADJUSTMENTS = {
  /** Bonferroni: m·p. Any dependence. */
  bonferroni: (sorted, scale) => sorted.map((p) => scale.times(p, sorted.length)),
  /** Šidák (1967, doi:10.1080/01621459.1967.10482935): 1 − (1 − p)^m. Independent tests. */
  sidak: (sorted, scale) => sorted.map((p) => scale.anyOf(p, sorted.length)),
  /** Holm (1979, Scand. J. Statist. 6, 65–70): Bonferroni, stepping down. Any dependence. */
  holm: (sorted, scale) => runningMaximum(sorted.map((p, rank) => scale.times(p, sorted.length - rank))),
  /** Šidák, stepping down. Independent tests. */
  "holm-sidak": (sorted, scale) =>
    runningMaximum(sorted.map((p, rank) => scale.anyOf(p, sorted.length - rank))),
  /** Hochberg (1988, doi:10.1093/biomet/75.4.800): Holm's factors, stepping up. Independent or positively dependent tests. */
  hochberg: (sorted, scale) => runningMinimum(sorted.map((p, rank) => scale.times(p, sorted.length - rank))),
  /** Hommel (1988, doi:10.1093/biomet/75.2.383), as Wright (1992, doi:10.2307/2532694) adjusts: closed testing of Simes' test. */
  hommel,
  /** Benjamini & Hochberg (1995, doi:10.1111/j.2517-6161.1995.tb02031.x). Independent or positively dependent tests. */
  bh: (sorted, scale) => stepUp(sorted, scale, sorted.length),
  /** Benjamini & Yekutieli (2001, doi:10.1214/aos/1013699998): any dependence, at the price of Σ 1/k. */
  by: (sorted, scale) => {
    let price = 0;
    for (let k = 1; k <= sorted.length; k++) price += 1 / k;
    return stepUp(sorted, scale, sorted.length * price);
  },
  /** Benjamini–Hochberg after counting, by itself at alpha, how many tests may be true. Adjusted for this alpha only. */
  "two-stage-bh": (sorted, scale, alpha) => stepUpTwice(sorted, scale, alpha, 1),
  /** Benjamini, Krieger & Yekutieli (2006, doi:10.1093/biomet/93.3.491), definition 6. Adjusted for this alpha only. */
  "two-stage-bky": (sorted, scale, alpha) => stepUpTwice(sorted, scale, alpha, 1 + alpha),
} as const satisfies Record<string, Procedure>;

export type Adjustment = keyof typeof ADJUSTMENTS;

function stepUp(sorted: Float64Array, scale: ProbabilityScale, factor: number): Float64Array {
  return runningMinimum(sorted.map((p, rank) => scale.times(p, factor / (rank + 1))));
}

/** The first stage, at alpha/price, counts rejections; the second takes the rest for the number of tests. */
function stepUpTwice(
  sorted: Float64Array,
  scale: ProbabilityScale,
  alpha: number,
  price: number,
): Float64Array {
  const first = stepUp(sorted, scale, sorted.length * price);
  const rejected = first.filter((p) => scale.isAtMost(p, alpha)).length;
  const isDecided = rejected === 0 || rejected === sorted.length;
  return isDecided ? first : stepUp(sorted, scale, (sorted.length - rejected) * price);
}

function hommel(sorted: Float64Array, scale: ProbabilityScale): Float64Array {
  const tests = sorted.length;
  const adjusted = Float64Array.from(sorted);
  for (let size = tests; size > 1; size--) {
    const first = tests - size;
    let simes = Infinity;
    for (let rank = 1; rank <= size; rank++) {
      simes = Math.min(simes, scale.times(sorted[first + rank - 1]!, size / rank));
    }
    for (let index = 0; index < tests; index++) {
      const least = index < first ? Math.min(scale.times(sorted[index]!, size), simes) : simes;
      adjusted[index] = Math.max(adjusted[index]!, least);
    }
  }
  return adjusted;
}

function runningMaximum(values: Float64Array): Float64Array {
  for (let rank = 1; rank < values.length; rank++) {
    values[rank] = Math.max(values[rank]!, values[rank - 1]!);
  }
  return values;
}

function runningMinimum(values: Float64Array): Float64Array {
  for (let rank = values.length - 2; rank >= 0; rank--) {
    values[rank] = Math.min(values[rank]!, values[rank + 1]!);
  }
  return values;
}
