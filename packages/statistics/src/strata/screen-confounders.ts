import { poolGroups, totalOf, type GroupPairWindows } from "../value/group-windows.js";
import { contrastMeans, contrastWithinStrata, type WindowContrast } from "../value/window-contrast.js";

/** Two groups split by one attribute. */
export interface Stratification {
  readonly name: string;
  readonly strata: readonly GroupPairWindows[];
}

export interface ConfounderScreen {
  readonly name: string;
  /** Effect within the strata − pooled effect, and how each window moved it. */
  readonly movement: WindowContrast;
  /** Effect within the strata. */
  readonly adjusted: number;
  readonly pooled: number;
  /** Share of all rows that lie in strata with both groups; the others take no part in the adjusted effect. */
  readonly comparableShare: number;
}

/**
 * Which attributes may confound a comparison? For each, how far adjusting for it moves the difference of means, largest movement
 * first. The movement's interval comes from its windows: both effects come from the same rows, so their errors mostly cancel.
 * Attributes without a stratum that holds both groups are left out. Only declared attributes can be screened; one that treatment
 * itself changes is no confounder, and adjusting for it hides part of the effect.
 */
export function screenConfounders(stratifications: readonly Stratification[]): readonly ConfounderScreen[] {
  const screens = stratifications.flatMap(({ name, strata }) => {
    const adjusted = contrastWithinStrata(strata);
    const windows = strata[0]?.treated.counts.length ?? 0;
    const treated = strata.map((stratum) => stratum.treated);
    const control = strata.map((stratum) => stratum.control);
    const whole = contrastMeans(poolGroups(treated, windows), poolGroups(control, windows));
    if (adjusted === null || whole === null) return [];
    const influences = adjusted.influences.map((influence, t) => influence - whole.influences[t]!);
    const movement = { ...whole, value: adjusted.value - whole.value, influences };
    const comparableShare = shareWithBothGroups(strata);
    return [{ name, movement, adjusted: adjusted.value, pooled: whole.value, comparableShare }];
  });
  return screens.sort((a, b) => Math.abs(b.movement.value) - Math.abs(a.movement.value));
}

function shareWithBothGroups(strata: Stratification["strata"]): number {
  let all = 0;
  let comparable = 0;
  for (const { treated, control } of strata) {
    const [a, b] = [totalOf(treated.counts), totalOf(control.counts)];
    all += a + b;
    if (a > 0 && b > 0) comparable += a + b;
  }
  return comparable / all;
}
