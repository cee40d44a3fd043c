import { totalOf, type GroupPairWindows, type GroupWindows } from "./group-windows.js";

/** An estimate made of window totals, and how each window moved it. */
export interface WindowContrast {
  readonly value: number;
  /** Influence of each window on the value; they sum to 0. Windows without rows have 0. */
  readonly influences: Float64Array;
  /** 1 where a window holds rows. */
  readonly holdsRows: Uint8Array;
  /** Windows that hold rows. */
  readonly windows: number;
}

/**
 * Mean of the treated − mean of the control. Windows are the units of chance: rows of a day resemble each other, and an effect
 * of the day that both groups share cancels. Null where a group has no rows.
 */
export function contrastMeans(treated: GroupWindows, control: GroupWindows): WindowContrast | null {
  const a = meanOfWindows(treated);
  const b = meanOfWindows(control);
  if (a === null || b === null) return null;
  const influences = a.influences.map((influence, t) => influence - b.influences[t]!);
  return { value: a.value - b.value, influences, ...rowsByWindow([treated, control]) };
}

/**
 * Mean of the treated ÷ mean of the control, by the delta method on windows. Null where a group has no rows, or the control's mean is 0 or so
 * small that the ratio exceeds what a double holds.
 */
export function contrastRatio(treated: GroupWindows, control: GroupWindows): WindowContrast | null {
  const a = meanOfWindows(treated);
  const b = meanOfWindows(control);
  if (a === null || b === null || b.value === 0) return null;
  const ratio = a.value / b.value;
  const influences = a.influences.map((influence, t) => (influence - ratio * b.influences[t]!) / b.value);
  if (!Number.isFinite(ratio) || !influences.every(Number.isFinite)) return null;
  return { value: ratio, influences, ...rowsByWindow([treated, control]) };
}

/**
 * The difference of means within strata, weighted n_a n_b / (n_a + n_b) (Mantel–Haenszel weights, the best where the effect is
 * alike). Strata that lack one group take no part. Null where none has both.
 */
export function contrastWithinStrata(strata: readonly GroupPairWindows[]): WindowContrast | null {
  return averageContrasts(
    strata.map((stratum) => {
      const a = totalOf(stratum.treated.counts);
      const b = totalOf(stratum.control.counts);
      return { ...stratum, weight: a > 0 && b > 0 ? (a * b) / (a + b) : 0 };
    }),
  );
}

/**
 * The difference of means that a stated population would show: strata weighted by their `share` of it (post-stratification; relative
 * shares, ≥ 0). Null where a stratum with a share lacks one group: nothing is known about that part of the population.
 *
 * Reference: Holt and Smith (JRSS A 1979), doi:10.2307/2344652.
 */
export function contrastInPopulation(
  strata: readonly (GroupPairWindows & { readonly share: number })[],
): WindowContrast | null {
  const present = strata.filter(({ share }) => share > 0);
  const known = present.every(
    ({ treated, control }) => totalOf(treated.counts) > 0 && totalOf(control.counts) > 0,
  );
  return known ? averageContrasts(present.map((stratum) => ({ ...stratum, weight: stratum.share }))) : null;
}

function averageContrasts(
  strata: readonly (GroupPairWindows & { readonly weight: number })[],
): WindowContrast | null {
  const used = strata.filter(({ weight }) => weight > 0);
  const weights = used.reduce((sum, { weight }) => sum + weight, 0);
  const windows = used[0]?.treated.counts.length;
  if (windows === undefined) return null;
  const influences = new Float64Array(windows);
  let value = 0;
  for (const { treated, control, weight } of used) {
    const contrast = contrastMeans(treated, control);
    if (contrast === null) continue;
    value += (weight / weights) * contrast.value;
    for (let t = 0; t < windows; t++) {
      influences[t] = influences[t]! + (weight / weights) * contrast.influences[t]!;
    }
  }
  return { value, influences, ...rowsByWindow(used.flatMap(({ treated, control }) => [treated, control])) };
}

/**
 * The contrast as one number per window that holds rows, in order, whose mean is the contrast's value: what an interval for a
 * mean takes. Linear in the windows' influences, so its variance is the contrast's (sandwich estimator, windows as clusters).
 */
export function toPseudoValues({ windows, value, influences, holdsRows }: WindowContrast): Float64Array {
  return influences.filter((_, t) => holdsRows[t] === 1).map((influence) => value + windows * influence);
}

/** Standard error of a contrast with windows as units; null with fewer than two windows. */
export function standardErrorOf({ windows, influences }: WindowContrast): number | null {
  if (windows < 2) return null;
  let squares = 0;
  for (const influence of influences) squares += influence ** 2;
  return Math.sqrt((squares * windows) / (windows - 1));
}

/** The mean and how each window moved it; null without rows. */
export function meanOfWindows({
  counts,
  sums,
}: GroupWindows): { value: number; influences: Float64Array } | null {
  const rows = totalOf(counts);
  if (rows === 0) return null;
  const value = totalOf(sums) / rows;
  return { value, influences: sums.map((sum, t) => (sum - value * counts[t]!) / rows) };
}

/** Which windows hold rows of any of the groups. */
export function rowsByWindow(groups: readonly GroupWindows[]): Pick<WindowContrast, "holdsRows" | "windows"> {
  const holdsRows = new Uint8Array(groups[0]?.counts.length ?? 0);
  for (const { counts } of groups)
    for (let t = 0; t < counts.length; t++) if (counts[t]! > 0) holdsRows[t] = 1;
  return { holdsRows, windows: holdsRows.reduce((sum, has) => sum + has, 0) };
}
