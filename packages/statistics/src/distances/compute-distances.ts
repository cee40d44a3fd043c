import type { Distribution, DistributionWindows } from "../distribution/distribution.js";
import { sameLayout } from "../distribution/layout.js";
import { requireArgument } from "../definition/require-argument.js";
import { hellingerOf, jsDivergenceOf, ksOf, psiOf, totalVariationOf, usedCells } from "./divergences.js";
import { HALF_A_COUNT } from "./empty-cell-rule.js";
import { createReferenceProfile, type ReferenceProfile } from "./reference-profile.js";
import { wasserstein1Of } from "./wasserstein.js";

/** Ids of the registry that the fast path computes, with the registry's default parameters. */
export const FAST_DISTANCES = [
  "psi",
  "js-distance",
  "hellinger",
  "total-variation",
  "ks",
  "wasserstein-1",
] as const;

export type FastDistance = (typeof FAST_DISTANCES)[number];

export interface DistanceMatrix {
  /** Windows × ids, row-major; meaningless where `known` is 0. */
  readonly values: Float64Array;
  /** 1 where there is a value, 0 where computeStatistic would say "undetermined": an empty side, all values in one bucket, ks and wasserstein-1 of categories. */
  readonly known: Uint8Array;
}

type Kernel = (
  reference: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
  sum: number | undefined,
) => number;

const KERNELS: Readonly<Record<FastDistance, Kernel>> = {
  psi: (reference, counts, offset, total) => psiOf(reference, counts, offset, total, HALF_A_COUNT),
  "js-distance": (reference, counts, offset, total) =>
    Math.sqrt(Math.max(0, jsDivergenceOf(reference, counts, offset, total)) / Math.LN2),
  hellinger: hellingerOf,
  "total-variation": totalVariationOf,
  ks: ksOf,
  "wasserstein-1": wasserstein1Of,
};

const NEEDS_ORDER: ReadonlySet<FastDistance> = new Set(["ks", "wasserstein-1"]);

/**
 * Distances of every window to one reference, for panels over many windows: the values of computeStatistic without intervals,
 * noise floors and p-values, in one pass over the matrix and without allocating per window or bucket.
 * @throws ModelwatchError `invalid-argument` where the layouts differ (align first) or an id is not one of FAST_DISTANCES.
 */
export function computeDistances(
  windows: DistributionWindows,
  reference: Distribution,
  ids: readonly FastDistance[],
): DistanceMatrix {
  requireArgument(
    sameLayout(windows.layout, reference),
    "windows and reference have different layouts",
    "one layout for both",
  );
  for (const id of ids) {
    requireArgument(Object.hasOwn(KERNELS, id), `id is "${id}"`, FAST_DISTANCES.join(", "));
  }
  const values = new Float64Array(windows.windows * ids.length);
  const known = new Uint8Array(values.length);
  if (reference.count === 0) return { values, known };
  const profile = createReferenceProfile(reference);
  const computable = ids.map((id) => reference.kind === "numeric" || !NEEDS_ORDER.has(id));
  const kernels = ids.map((id) => KERNELS[id]);
  for (let window = 0; window < windows.windows; window++) {
    const total = windows.totals[window]!;
    if (total === 0) continue;
    const sum = windows.sums?.[window];
    const isHidden = reference.kind === "numeric" && sharesOneBucket(profile, windows, window);
    for (let column = 0; column < kernels.length; column++) {
      const byMeans = ids[column] === "wasserstein-1" && sum !== undefined && profile.mean !== undefined;
      if (!computable[column] || (isHidden && !byMeans)) continue;
      const cell = window * ids.length + column;
      values[cell] = kernels[column]!(profile, windows.counts, window * windows.cells, total, sum);
      known[cell] = 1;
    }
  }
  return { values, known };
}

/** Whether both sides lie in one and the same bucket, where buckets cannot tell them apart. */
function sharesOneBucket(profile: ReferenceProfile, windows: DistributionWindows, window: number): boolean {
  return profile.usedCells === 1 && usedCells(profile, windows.counts, window * windows.cells) === 1;
}
