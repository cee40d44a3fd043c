import type { Query } from "@modelwatch/conventions/query";
import {
  alignDistributions,
  computeBreslowDay,
  computeCochranMantelHaenszel,
  computeVanElteren,
  contrastWithinStrata,
  normalQuantile,
  normalSurvival,
  totalOf,
  windowVarianceOf,
  type OrdinalStratum,
  type TwoByTwo,
} from "@modelwatch/statistics";
import type { ArmSlice, GroupPair } from "./slice-groups.js";

/** A test of two groups within strata at one look, made as wide as the spread of base windows asks. */
export interface Association {
  readonly statistic: "mantel-haenszel-odds-ratio" | "van-elteren";
  /** Odds ratio, or the standardised rank difference z (positive where the treated are larger). */
  readonly value: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly logPValue: number;
  readonly strataUsed: number;
  /** How many times more means vary than independent rows would have it; variances are multiplied by it. */
  readonly designEffect: number;
  /** p of "the odds ratio is the same in all strata" (Tarone), for outcomes. */
  readonly homogeneityPValue: number | null;
}

/** Odds of outcomes, ranks of business values. Null where no stratum tells. */
export function associationWithinStrata(
  { subject, guard }: Pick<Query, "subject" | "guard">,
  strata: readonly GroupPair[],
): Association | null {
  return subject.target.kind === "outcome"
    ? oddsWithinStrata(strata, guard.alpha)
    : ranksWithinStrata(strata);
}

/** Do the odds of a positive truth differ within strata? */
function oddsWithinStrata(strata: readonly GroupPair[], alpha: number): Association | null {
  const tables = strata.map(toTable);
  const pooled = computeCochranMantelHaenszel(tables);
  const odds = pooled?.oddsRatio ?? null;
  const test = pooled?.test ?? null;
  if (pooled === null || odds === null || test === null) return null;
  const designEffect = designEffectOf(strata, (count, mean) => count * mean * (1 - mean));
  if (designEffect === null) return null;
  const error = odds.logStandardError * Math.sqrt(designEffect);
  const factor = Math.exp(-normalQuantile(alpha / 2) * error);
  const tarone = computeBreslowDay(tables)?.tarone ?? null;
  return {
    statistic: "mantel-haenszel-odds-ratio",
    value: odds.value,
    interval: { low: odds.value / factor, high: odds.value * factor },
    logPValue: logTwoSided(Math.sqrt(test.chiSquare / designEffect)),
    strataUsed: pooled.strataUsed,
    designEffect,
    homogeneityPValue: tarone?.pValue ?? null,
  };
}

/** Are the treated group's values larger within strata, by ranks of buckets? */
function ranksWithinStrata(strata: readonly GroupPair[]): Association | null {
  const ordinal = strata.flatMap((stratum): OrdinalStratum[] => {
    const treated = stratum.treated.distribution();
    const control = stratum.control.distribution();
    if (treated === null || control === null) return [];
    const aligned = alignDistributions(control, treated);
    if (aligned.kind === "undetermined" || aligned.a.kind !== "numeric") return [];
    return [{ reference: aligned.a.counts, current: aligned.b.counts }];
  });
  const test = computeVanElteren(ordinal);
  const squares = strata.every(({ treated, control }) => treated.squares && control.squares);
  if (test === null || !squares) return null;
  const designEffect = designEffectOf(strata, null);
  if (designEffect === null) return null;
  const z = -test.z / Math.sqrt(designEffect);
  return {
    statistic: "van-elteren",
    value: z,
    interval: null,
    logPValue: logTwoSided(z),
    strataUsed: test.strataUsed,
    designEffect,
    homogeneityPValue: null,
  };
}

function logTwoSided(z: number): number {
  return Math.min(0, Math.LN2 + normalSurvival(Math.abs(z)).logProbability);
}

/**
 * How many times more the difference within strata varies between windows than independent rows would have it, at least 1: what windows share
 * cancels between the groups. `squaresOf` gives Σ(x − x̄)² where it follows from the mean. Null where windows cannot tell.
 */
function designEffectOf(
  strata: readonly GroupPair[],
  squaresOf: ((count: number, mean: number) => number) | null,
): number | null {
  const contrast = contrastWithinStrata(strata);
  const spread = contrast && windowVarianceOf(contrast);
  if (contrast === null || spread === null) return null;
  const varianceOfMean = ({ rows, sums, squares }: ArmSlice) => {
    const mean = totalOf(sums) / rows;
    const around = squaresOf?.(rows, mean) ?? totalOf(squares ?? new Float64Array(0)) - rows * mean ** 2;
    return around / rows / rows;
  };
  let weights = 0;
  let variance = 0;
  for (const { treated, control } of strata) {
    if (treated.rows === 0 || control.rows === 0) continue;
    const weight = (treated.rows * control.rows) / (treated.rows + control.rows);
    weights += weight;
    variance += weight ** 2 * (varianceOfMean(treated) + varianceOfMean(control));
  }
  if (!(variance > 0)) return null;
  return Math.max(1, (spread.variance / contrast.windows / variance) * weights ** 2);
}

function toTable({ treated, control }: GroupPair): TwoByTwo {
  const [treatedYes, controlYes] = [totalOf(treated.sums), totalOf(control.sums)];
  return {
    treatedYes,
    treatedNo: Math.max(0, treated.rows - treatedYes),
    controlYes,
    controlNo: Math.max(0, control.rows - controlYes),
  };
}
