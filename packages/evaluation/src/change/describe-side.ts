import { meanOf, quantileInterval, varianceOf, type Distribution } from "@modelwatch/statistics";
import { finiteOrNull } from "../finding/finding-builder.js";

type Range = { readonly low: number | null; readonly high: number | null };

/** One side of a change in numbers; ranges are what buckets hide. */
export type SideDetails = {
  readonly n: number;
  /** Numbers only. */
  readonly mean?: Range;
  readonly standardDeviation?: Range;
  readonly quantiles?: Record<string, Range>;
  /** Categories only: the most frequent ones. */
  readonly shares?: Record<string, number>;
};

const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;
const CATEGORIES_SHOWN = 10;

export function describeSide(distribution: Distribution): SideDetails {
  const { count } = distribution;
  if (distribution.kind === "categorical") {
    const shares = distribution.categories
      .map((category, cell) => [category, distribution.counts[cell]! / count] as const)
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    return { n: count, shares: Object.fromEntries(shares.slice(0, CATEGORIES_SHOWN)) };
  }
  const [mean, variance] = [meanOf(distribution), varianceOf(distribution)];
  const root =
    variance.kind === "undetermined"
      ? variance
      : { ...variance, low: Math.sqrt(variance.low), high: Math.sqrt(variance.high) };
  return {
    n: count,
    mean: toRange(mean),
    standardDeviation: toRange(root),
    quantiles: Object.fromEntries(
      QUANTILES.map((p) => [String(p), toRange(quantileInterval(distribution, p))]),
    ),
  };
}

function toRange(
  got:
    | { readonly kind: "value"; readonly low: number; readonly high: number }
    | { readonly kind: "undetermined" },
): Range {
  if (got.kind === "undetermined") return { low: null, high: null };
  return { low: finiteOrNull(got.low), high: finiteOrNull(got.high) };
}
