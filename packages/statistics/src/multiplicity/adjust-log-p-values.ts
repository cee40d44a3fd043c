import { requireArgument } from "../definition/require-argument.js";

/** Corrections of many p-values; e-BH of e-values is `bh` of their reciprocals, which e-values make valid under any dependence. */
export type Correction = "bonferroni" | "holm" | "hommel" | "bh" | "by";

/**
 * ln of the corrected p-values, each to be compared with ln alpha directly, in the order of the input. In logarithms, so that
 * p-values below what numbers hold keep their order and size. The reciprocal of an e-value is a p-value: pass −ln E (what lies
 * above 0 counts as 0).
 *
 * Bonferroni: K·p. Holm (1979): step-down. Hommel (1988, doi:10.1093/biomet/75.2.383) closes Simes' test, by Wright's (1992,
 * doi:10.2307/2532694) algorithm: independent or positively dependent tests. Benjamini & Hochberg (1995,
 * doi:10.1111/j.2517-6161.1995.tb02031.x), Benjamini & Yekutieli (2001, doi:10.1214/aos/1013699998).
 * @throws ModelwatchError `invalid-argument` for NaN.
 */
export function adjustLogPValues(logPValues: ArrayLike<number>, correction: Correction): Float64Array {
  const logs = Float64Array.from(logPValues, (log) => Math.min(0, log));
  logs.forEach((log, index) =>
    requireArgument(!Number.isNaN(log), `logPValues[${index}] is NaN`, "logarithms of probabilities"),
  );
  const order = Array.from(logs, (_, index) => index).sort((a, b) => logs[a]! - logs[b]! || a - b);
  const sorted = Float64Array.from(order, (index) => logs[index]!);
  const corrected = CORRECTIONS[correction](sorted);
  const adjusted = new Float64Array(logs.length);
  order.forEach((index, rank) => (adjusted[index] = Math.min(0, corrected[rank]!)));
  return adjusted;
}

/** Each takes ascending ln p and answers in the same order. */
const CORRECTIONS: Readonly<Record<Correction, (sorted: Float64Array) => Float64Array>> = {
  bonferroni: (sorted) => sorted.map((log) => log + Math.log(sorted.length)),
  holm,
  hommel,
  bh: (sorted) => stepUp(sorted, 0),
  by: (sorted) => stepUp(sorted, Math.log(sorted.reduce((sum, _, rank) => sum + 1 / (rank + 1), 0))),
};

function holm(sorted: Float64Array): Float64Array {
  let greatest = -Infinity;
  return sorted.map((log, rank) => (greatest = Math.max(greatest, log + Math.log(sorted.length - rank))));
}

function stepUp(sorted: Float64Array, logPrice: number): Float64Array {
  const adjusted = new Float64Array(sorted.length);
  let least = 0;
  for (let rank = sorted.length; rank >= 1; rank--) {
    least = Math.min(least, sorted[rank - 1]! + logPrice + Math.log(sorted.length / rank));
    adjusted[rank - 1] = least;
  }
  return adjusted;
}

/** For each size m of an intersection, Simes' p-value of the hardest one that each hypothesis belongs to; the greatest over m. */
function hommel(sorted: Float64Array): Float64Array {
  const tests = sorted.length;
  const adjusted = sorted.slice();
  const ofSize = new Float64Array(tests);
  for (let size = 2; size <= tests; size++) {
    const first = tests - size + 1;
    let ofTail = Infinity;
    for (let i = first; i < tests; i++) {
      ofTail = Math.min(ofTail, Math.log(size) + sorted[i]! - Math.log(i - first + 2));
    }
    for (let i = 0; i < first; i++) ofSize[i] = Math.min(Math.log(size) + sorted[i]!, ofTail);
    ofSize.fill(ofSize[first - 1]!, first);
    for (let i = 0; i < tests; i++) adjusted[i] = Math.max(adjusted[i]!, ofSize[i]!);
  }
  return adjusted;
}
