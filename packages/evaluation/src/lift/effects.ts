import type { Query } from "@modelwatch/conventions/query";
import {
  contrastInPopulation,
  contrastMeans,
  contrastRatio,
  contrastWithinStrata,
  decomposeMix,
  detectSimpson,
  effectIntervalOf,
  totalOf,
  type EffectInterval,
  type SimpsonWarning,
  type WindowContrast,
} from "@modelwatch/statistics";
import type { GroupPair } from "./slice-groups.js";

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
  const counts = { treatedCount: treated.rows, controlCount: control.rows };
  if (!exact) return { ...counts, treatedMean: null, controlMean: null, difference: null, ratio: null };
  return {
    ...counts,
    treatedMean: meanOf(treated),
    controlMean: meanOf(control),
    difference: toEffect(contrastMeans(treated, control), alpha),
    ratio: meanIsClear(control, alpha) ? toEffect(contrastRatio(treated, control), alpha, 1) : null,
  };
}

export interface StratifiedEffects {
  /** With Mantel–Haenszel weights. */
  readonly difference: Effect;
  /** What all rows together would show, each stratum weighted by its share of them; null where one lacks a group. */
  readonly inPopulation: Effect | null;
  readonly simpson: SimpsonWarning;
  /** Strata that hold rows of both groups. */
  readonly strataUsed: number;
  /** What different shares of the strata, and what different means inside them, make of the pooled difference. */
  readonly mix: Effect;
  readonly within: Effect;
}

/** The effect within strata beside the pooled one; null where no stratum holds both groups. */
export function stratifiedEffects(
  query: Query,
  pooled: Effect | null,
  strata: readonly GroupPair[],
): StratifiedEffects | null {
  const { alpha } = query.guard;
  const difference = toEffect(contrastWithinStrata(strata), alpha);
  const parts = decomposeMix(strata);
  if (difference === null || pooled === null || parts === null) return null;
  const shares = strata.map((stratum) => ({
    ...stratum,
    share: totalOf(stratum.treated.counts) + totalOf(stratum.control.counts),
  }));
  const { interval, value } = difference;
  return {
    difference,
    inPopulation: toEffect(contrastInPopulation(shares), alpha),
    simpson:
      interval === null
        ? "none"
        : detectSimpson(pooled.value, { value, low: interval.low, high: interval.high }),
    strataUsed: strata.filter(({ treated, control }) => treated.rows > 0 && control.rows > 0).length,
    mix: toEffect(parts.mix, alpha),
    within: toEffect(parts.within, alpha),
  };
}

/** A contrast with its always-valid interval; null where there is none. */
export function toEffect(contrast: WindowContrast, alpha: number, noEffect?: number): Effect;
export function toEffect(contrast: WindowContrast | null, alpha: number, noEffect?: number): Effect | null;
export function toEffect(contrast: WindowContrast | null, alpha: number, noEffect = 0): Effect | null {
  if (contrast === null) return null;
  return { value: contrast.value, interval: effectIntervalOf(contrast, { alpha, noEffect }) };
}

function meanOf({ counts, sums }: GroupPair["treated"]): number | null {
  const count = totalOf(counts);
  return count > 0 ? totalOf(sums) / count : null;
}

/** A ratio to a mean that may be 0 says nothing. */
function meanIsClear(control: GroupPair["control"], alpha: number): boolean {
  const none = { counts: control.counts, sums: new Float64Array(control.sums.length) };
  const interval = toEffect(contrastMeans(control, none), alpha)?.interval ?? null;
  return interval !== null && (interval.low > 0 || interval.high < 0);
}
