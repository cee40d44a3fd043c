import {
  alignDistributions,
  computeStatistic,
  type Distribution,
  type StatisticResult,
} from "@modelwatch/statistics";
import { formatNumber } from "../finding/format.js";

/** A distance beside its bucket interval and what chance alone would show. */
export type DistanceDetail = {
  readonly value: number;
  readonly low: number;
  readonly high: number | null;
  readonly noiseFloor: number | null;
};

/** One cell's part in a drift. */
export type Contribution = {
  readonly cell: string;
  readonly referenceShare: number;
  readonly currentShare: number;
  /** (ŝ − r̂) ln(ŝ/r̂), with half a row added to each cell: the cell's part of the population stability index. */
  readonly psiPart: number;
};

const NUMERIC_DISTANCES = ["hellinger", "psi", "js-distance", "ks", "wasserstein-1"] as const;
const CATEGORICAL_DISTANCES = ["hellinger", "psi", "js-distance"] as const;
const CONTRIBUTIONS_SHOWN = 5;

/** Every default distance by id, or those asked for; undetermined ones are left out. */
export function describeDistances(
  reference: Distribution,
  current: Distribution,
  ids: readonly string[] = current.kind === "numeric" ? NUMERIC_DISTANCES : CATEGORICAL_DISTANCES,
): Record<string, DistanceDetail> {
  const distances: Record<string, DistanceDetail> = {};
  for (const id of ids) {
    const detail = toDetail(computeStatistic(id, { reference, current }));
    if (detail !== null) distances[id] = detail;
  }
  return distances;
}

/** The cells that moved most, largest first. */
export function describeContributions(reference: Distribution, current: Distribution): Contribution[] {
  const aligned = alignDistributions(reference, current);
  if (aligned.kind === "undetermined") return [];
  const { a, b } = aligned;
  const cells = a.counts.length;
  const contributions = Array.from(a.counts, (count, cell): Contribution => {
    const r = (count + 0.5) / (a.count + cells / 2);
    const s = (b.counts[cell]! + 0.5) / (b.count + cells / 2);
    return {
      cell: describeCell(a, cell),
      referenceShare: a.count > 0 ? count / a.count : 0,
      currentShare: b.count > 0 ? b.counts[cell]! / b.count : 0,
      psiPart: (s - r) * Math.log(s / r),
    };
  });
  return contributions.sort((x, y) => y.psiPart - x.psiPart).slice(0, CONTRIBUTIONS_SHOWN);
}

/** `≤ 10`, `10 to 20`, `> 90`, or the category. */
export function describeCell(distribution: Distribution, cell: number): string {
  if (distribution.kind === "categorical") return distribution.categories[cell]!;
  const { bounds } = distribution;
  if (bounds.length === 0) return "all values";
  if (cell === 0) return `≤ ${formatNumber(bounds[0]!)}`;
  if (cell === bounds.length) return `> ${formatNumber(bounds[cell - 1]!)}`;
  return `${formatNumber(bounds[cell - 1]!)} to ${formatNumber(bounds[cell]!)}`;
}

function toDetail(result: StatisticResult): DistanceDetail | null {
  if (result.kind === "undetermined") return null;
  const { value, low, high, noiseFloor } = result;
  return { value, low, high: high ?? null, noiseFloor: noiseFloor ?? null };
}
