import { poolGroups, totalOf, type GroupPairWindows } from "../value/group-windows.js";
import { contrastMeans, meanOfWindows, type WindowContrast } from "../value/window-contrast.js";

export interface MixDecomposition {
  /** Difference of the pooled means, treated − control; mix + within. */
  readonly total: WindowContrast;
  /** What different shares of the strata explain. */
  readonly mix: WindowContrast;
  /** What different means inside the strata explain. */
  readonly within: WindowContrast;
}

/**
 * Splits the difference of two pooled means into mix and within parts, each weighted by the average of both groups, so that
 * there is no remainder. A stratum that only one group knows counts as mix, at that group's mean. Each part knows how every window
 * moved it (delta method), which gives it an interval. Null where a group is empty.
 *
 * Reference: Kitagawa (JASA 1955), doi:10.1080/01621459.1955.10501299.
 */
export function decomposeMix(strata: readonly GroupPairWindows[]): MixDecomposition | null {
  const windows = strata[0]?.treated.counts.length ?? 0;
  const treated = strata.map((stratum) => stratum.treated);
  const control = strata.map((stratum) => stratum.control);
  const all = { treated: poolGroups(treated, windows), control: poolGroups(control, windows) };
  const total = contrastMeans(all.treated, all.control);
  if (total === null) return null;
  const mix = { value: 0, influences: new Float64Array(windows) };
  const within = { value: 0, influences: new Float64Array(windows) };
  for (const stratum of strata) {
    const own = { treated: meanOfWindows(stratum.treated), control: meanOfWindows(stratum.control) };
    const a = own.treated ?? own.control;
    const b = own.control ?? own.treated;
    if (a === null || b === null) continue;
    const shareA = shareOf(stratum.treated.counts, all.treated.counts);
    const shareB = shareOf(stratum.control.counts, all.control.counts);
    mix.value += ((shareA.value - shareB.value) * (a.value + b.value)) / 2;
    within.value += ((a.value - b.value) * (shareA.value + shareB.value)) / 2;
    for (let t = 0; t < windows; t++) {
      const shares = shareA.influenceOf(t) - shareB.influenceOf(t);
      const sumOfShares = shareA.influenceOf(t) + shareB.influenceOf(t);
      const [meanA, meanB] = [a.influences[t]!, b.influences[t]!];
      mix.influences[t] =
        mix.influences[t]! +
        (shares * (a.value + b.value) + (shareA.value - shareB.value) * (meanA + meanB)) / 2;
      within.influences[t] =
        within.influences[t]! +
        ((meanA - meanB) * (shareA.value + shareB.value) + (a.value - b.value) * sumOfShares) / 2;
    }
  }
  return { total, mix: { ...total, ...mix }, within: { ...total, ...within } };
}

/** A stratum's share of its group's rows, and how each window moved it. */
function shareOf(counts: Float64Array, all: Float64Array) {
  const rows = totalOf(all);
  const value = totalOf(counts) / rows;
  return { value, influenceOf: (t: number) => (counts[t]! - value * all[t]!) / rows };
}
