import type { Query } from "@modelwatch/conventions/query";
import {
  computeBreslowDay,
  computeCochranMantelHaenszel,
  contrastMeans,
  contrastRatio,
  contrastWithinStrata,
  decomposeMix,
  detectSimpson,
  effectIntervalOf,
  type EffectInterval,
  type SimpsonWarning,
  type TwoByTwo,
  type WindowContrast,
} from "@modelwatch/statistics";
import { totalOf, type GroupPair } from "./slice-groups.js";

export interface Effect {
  readonly value: number;
  readonly interval: EffectInterval | null;
}

/** Difference of two groups' means with the facts around it; null effect where a group has no rows. */
export interface PairEffects {
  readonly treatedCount: number;
  readonly controlCount: number;
  readonly treatedMean: number | null;
  readonly controlMean: number | null;
  readonly difference: Effect | null;
  /** Treated ÷ control; null too where the control's mean is not clearly different from 0. */
  readonly ratio: Effect | null;
}

/** Effects of one pair. Without exact sums (`exact` false) only the rows are known. */
export function pairEffects({ treated, control }: GroupPair, alpha: number, exact: boolean): PairEffects {
  const a = totalOf(treated);
  const b = totalOf(control);
  const counts = { treatedCount: a.count, controlCount: b.count };
  if (!exact) return { ...counts, treatedMean: null, controlMean: null, difference: null, ratio: null };
  return {
    ...counts,
    treatedMean: a.count > 0 ? a.sum / a.count : null,
    controlMean: b.count > 0 ? b.sum / b.count : null,
    difference: toEffect(contrastMeans(treated, control), alpha),
    ratio: meanIsClear(control, alpha) ? toEffect(contrastRatio(treated, control), alpha) : null,
  };
}

export interface StratifiedEffects {
  readonly difference: Effect;
  readonly simpson: SimpsonWarning;
  /** Strata that hold rows of both groups. */
  readonly strataUsed: number;
  readonly mix: number;
  readonly within: number;
  /** For yes/no outcomes, rows taken as independent; null elsewhere or where it cannot be told. */
  readonly oddsRatio: number | null;
  readonly homogeneityPValue: number | null;
}

/** The effect within strata beside the pooled one; null where no stratum holds both groups. */
export function stratifiedEffects(
  query: Query,
  pooled: Effect | null,
  strata: readonly GroupPair[],
): StratifiedEffects | null {
  const difference = toEffect(contrastWithinStrata(strata), query.guard.alpha);
  if (difference === null || pooled === null) return null;
  const totals = strata.map((stratum) => ({
    treated: totalOf(stratum.treated),
    control: totalOf(stratum.control),
  }));
  const parts = decomposeMix(strata);
  const isOutcome = query.subject.target.kind === "outcome";
  const tables = isOutcome ? totals.map(({ treated, control }) => toTable(treated, control)) : [];
  const { interval, value } = difference;
  return {
    difference,
    simpson:
      interval === null
        ? "none"
        : detectSimpson(pooled.value, { value, low: interval.low, high: interval.high }),
    strataUsed: totals.filter(({ treated, control }) => treated.count > 0 && control.count > 0).length,
    mix: parts?.mix.value ?? 0,
    within: parts?.within.value ?? 0,
    oddsRatio: computeCochranMantelHaenszel(tables)?.oddsRatio?.value ?? null,
    homogeneityPValue: computeBreslowDay(tables)?.tarone.pValue ?? null,
  };
}

function toTable(treated: { count: number; sum: number }, control: { count: number; sum: number }): TwoByTwo {
  return {
    treatedYes: treated.sum,
    treatedNo: treated.count - treated.sum,
    controlYes: control.sum,
    controlNo: control.count - control.sum,
  };
}

function toEffect(contrast: WindowContrast | null, alpha: number): Effect | null {
  return contrast === null
    ? null
    : { value: contrast.value, interval: effectIntervalOf(contrast, { alpha }) };
}

/** A ratio to a mean that may be 0 says nothing. */
function meanIsClear(control: GroupPair["control"], alpha: number): boolean {
  const none = { counts: control.counts, sums: new Float64Array(control.sums.length) };
  const contrast = contrastMeans(control, none);
  const interval = contrast && effectIntervalOf(contrast, { alpha });
  return interval !== null && (interval.low > 0 || interval.high < 0);
}
