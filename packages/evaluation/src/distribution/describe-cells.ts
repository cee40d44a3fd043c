import type { Finding } from "@modelwatch/conventions/query";
import {
  alignDistributions,
  meanOf,
  quantileBands,
  sameLayout,
  timeUniformCdfRadius,
  type CdfBandOptions,
  type Distribution,
  type NumericDistribution,
} from "@modelwatch/statistics";
import { finiteOrNull } from "../finding/finding-builder.js";
import type { ReferenceAnswer } from "../read/member-references.js";

/** The quantiles that are shown, the median in the middle. */
export const SHOWN_QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const;

/** Cells, counts and shares of a window, and what a density or heatmap needs beside them. */
export function describeCells(
  distribution: Distribution,
  reference: ReferenceAnswer,
  options: CdfBandOptions,
): Finding["details"] {
  const { counts, count } = distribution;
  const cells =
    distribution.kind === "numeric"
      ? { bounds: Array.from(distribution.bounds) }
      : { categories: [...distribution.categories] };
  return {
    ...cells,
    counts: Array.from(counts),
    shares: sharesOf(distribution),
    referenceShares: referenceShares(distribution, reference),
    ...(distribution.kind === "numeric" ? describeNumbers(distribution, options) : {}),
    n: count,
  };
}

function describeNumbers(distribution: NumericDistribution, options: CdfBandOptions): Finding["details"] {
  const bands = quantileBands(distribution, SHOWN_QUANTILES, options);
  const mean = meanOf(distribution);
  const { alpha, firstAt, overdispersion = 1 } = options;
  return {
    mean: mean.kind === "value" ? { low: mean.low, high: mean.high } : null,
    quantiles: SHOWN_QUANTILES.map((p, i) => {
      const band = bands[i]!;
      if (band.kind === "undetermined")
        return { p, low: null, high: null, bucketLow: null, bucketHigh: null };
      return {
        p,
        low: finiteOrNull(band.low),
        high: finiteOrNull(band.high),
        bucketLow: finiteOrNull(band.resolution.low),
        bucketHigh: finiteOrNull(band.resolution.high),
      };
    }),
    cdfRadius: timeUniformCdfRadius({ count: distribution.count / overdispersion, alpha, firstAt }),
  };
}

function sharesOf({ counts, count }: Distribution): number[] {
  return Array.from(counts, (rows) => (count === 0 ? 0 : rows / count));
}

/** The reference's shares of the same cells; null where it has other ones. */
function referenceShares(distribution: Distribution, reference: ReferenceAnswer): number[] | null {
  if (reference === null || typeof reference === "string" || reference.count === 0) return null;
  const aligned = alignDistributions(distribution, reference);
  if (aligned.kind === "undetermined" || !sameLayout(aligned.a, distribution)) return null;
  return sharesOf(aligned.b);
}
