/** Rows and Σx of one group, window by window. */
export interface GroupWindows {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
}

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

/** Mean of the treated ÷ mean of the control, by the delta method on windows. Null where a group has no rows or the control's mean is 0. */
export function contrastRatio(treated: GroupWindows, control: GroupWindows): WindowContrast | null {
  const a = meanOfWindows(treated);
  const b = meanOfWindows(control);
  if (a === null || b === null || b.value === 0) return null;
  const ratio = a.value / b.value;
  const influences = a.influences.map((influence, t) => (influence - ratio * b.influences[t]!) / b.value);
  return { value: ratio, influences, ...rowsByWindow([treated, control]) };
}

/**
 * The difference of means within strata, weighted n_a n_b / (n_a + n_b) (Mantel–Haenszel weights, the best where the effect is
 * alike). Strata that lack one group take no part. Null where none has both.
 */
export function contrastWithinStrata(
  strata: readonly { readonly treated: GroupWindows; readonly control: GroupWindows }[],
): WindowContrast | null {
  const usable: { contrast: WindowContrast; weight: number; groups: readonly GroupWindows[] }[] = [];
  for (const { treated, control } of strata) {
    const contrast = contrastMeans(treated, control);
    if (contrast === null) continue;
    const a = total(treated.counts);
    const b = total(control.counts);
    usable.push({ contrast, weight: (a * b) / (a + b), groups: [treated, control] });
  }
  const first = usable[0];
  if (first === undefined) return null;
  const weights = usable.reduce((sum, stratum) => sum + stratum.weight, 0);
  const influences = new Float64Array(first.contrast.influences.length);
  let value = 0;
  for (const { contrast, weight } of usable) {
    value += (weight / weights) * contrast.value;
    for (let t = 0; t < influences.length; t++) {
      influences[t] = influences[t]! + (weight / weights) * contrast.influences[t]!;
    }
  }
  return { value, influences, ...rowsByWindow(usable.flatMap((stratum) => stratum.groups)) };
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

function meanOfWindows({ counts, sums }: GroupWindows): { value: number; influences: Float64Array } | null {
  const rows = total(counts);
  if (rows === 0) return null;
  const value = total(sums) / rows;
  return { value, influences: sums.map((sum, t) => (sum - value * counts[t]!) / rows) };
}

function rowsByWindow(groups: readonly GroupWindows[]): Pick<WindowContrast, "holdsRows" | "windows"> {
  const holdsRows = new Uint8Array(groups[0]?.counts.length ?? 0);
  for (const { counts } of groups)
    for (let t = 0; t < counts.length; t++) if (counts[t]! > 0) holdsRows[t] = 1;
  return { holdsRows, windows: holdsRows.reduce((sum, has) => sum + has, 0) };
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
