import type { Guard } from "@modelwatch/conventions/query";
import {
  adaptiveRankWindows,
  dateChange,
  kindOfChange,
  scanMeans,
  scanShares,
  sumWindows,
  type ChangeDate,
  type ChangeKind,
  type Distribution,
  type DistributionWindows,
} from "@modelwatch/statistics";
import { POLICY } from "../decide/index.js";

/** What one member's windows say about a change inside them. */
export interface FoundChange {
  readonly date: ChangeDate;
  /** Which series showed it most plainly. */
  readonly by: "shares" | "mean";
  /** ln p for "no change", both series together. */
  readonly logPValue: number;
  /** How many times more windows vary than independent rows, along the direction of the change. */
  readonly overdispersion: number;
  readonly before: Distribution;
  readonly after: Distribution;
  /** Null where a side is empty or the two cannot be compared. */
  readonly kind: ChangeKind | null;
}

/**
 * The most likely date in a member's windows: by the shares of its cells and, where sums are exact, by its means, each at half
 * of alpha. Null where neither can be scanned.
 */
export function findChange(member: string, windows: DistributionWindows, guard: Guard): FoundChange | null {
  const shares = scanShares(windows.counts, windows.cells);
  const means = windows.sums === undefined ? null : scanMeans(windows.totals, windows.sums);
  const dates = [
    ...("kind" in shares ? [] : [{ by: "shares" as const, date: dateChange(shares, guard.alpha / 2) }]),
    ...(means === null || "kind" in means
      ? []
      : [{ by: "mean" as const, date: dateChange(means, guard.alpha / 2) }]),
  ];
  const [first, second] = dates;
  if (first === undefined) return null;
  const { by, date } = second !== undefined && second.date.logPValue < first.date.logPValue ? second : first;
  const overdispersion = "kind" in shares ? 1 : shares.dispersion;
  const before = sumWindows(windows, 0, date.cut);
  const after = sumWindows(windows, date.cut, windows.windows);
  const threshold = member === "prediction" ? guard.decisionThreshold : undefined;
  const kind = kindOfChange(before, after, {
    alpha: POLICY.kindLevel,
    overdispersion,
    ...(threshold === undefined ? {} : { threshold: { low: threshold, high: threshold } }),
  });
  return {
    date,
    by,
    logPValue: Math.min(0, Math.log(dates.length) + date.logPValue),
    overdispersion,
    before,
    after,
    kind: kind.kind === "undetermined" ? null : kind,
  };
}

/** The newest stretch that looks alike, and where older windows were dropped. */
export interface AdaptiveStretch {
  readonly first: number;
  readonly cuts: readonly { readonly window: number; readonly cut: number }[];
}

export function adaptiveStretch(windows: DistributionWindows, overdispersion: number): AdaptiveStretch {
  const { first, cuts } = adaptiveRankWindows(windows, overdispersion);
  return { first: first[first.length - 1] ?? 0, cuts };
}
