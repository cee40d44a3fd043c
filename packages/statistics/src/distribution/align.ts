import type { CategoricalDistribution, Distribution, NumericDistribution } from "./distribution.js";
import { sameLayout } from "./layout.js";

export type Alignment =
  | { readonly kind: "aligned"; readonly a: Distribution; readonly b: Distribution }
  | { readonly kind: "undetermined"; readonly reason: "kind-mismatch" | "no-common-bounds" };

/**
 * Two distributions on one layout, so that they can be compared cell by cell. Numeric: coarsened to the bounds that both
 * have (buckets are only ever joined, so every count stays exact); categorical: the union of categories, those of `a` first,
 * with 0 where a side has none. Undetermined where a numeric meets a categorical one, or no bound is shared.
 */
export function alignDistributions(a: Distribution, b: Distribution): Alignment {
  if (a.kind !== b.kind) return { kind: "undetermined", reason: "kind-mismatch" };
  if (sameLayout(a, b)) return { kind: "aligned", a, b };
  if (a.kind === "numeric" && b.kind === "numeric") return alignNumeric(a, b);
  if (a.kind === "categorical" && b.kind === "categorical") {
    const categories = [...new Set([...a.categories, ...b.categories])];
    return { kind: "aligned", a: withCategories(a, categories), b: withCategories(b, categories) };
  }
  return { kind: "undetermined", reason: "kind-mismatch" };
}

function alignNumeric(a: NumericDistribution, b: NumericDistribution): Alignment {
  const ofB = new Set(b.bounds);
  const common = a.bounds.filter((bound) => ofB.has(bound));
  if (common.length === 0) return { kind: "undetermined", reason: "no-common-bounds" };
  return { kind: "aligned", a: coarsen(a, common), b: coarsen(b, common) };
}

/** The same values in fewer buckets; `bounds` is a subset of the distribution's own. Sum, squares, min and max are kept. */
function coarsen(distribution: NumericDistribution, bounds: Float64Array): NumericDistribution {
  const counts = new Float64Array(bounds.length + 1);
  let target = 0;
  for (let bucket = 0; bucket < distribution.counts.length; bucket++) {
    counts[target] = counts[target]! + distribution.counts[bucket]!;
    const upperInclusive = distribution.bounds[bucket];
    if (upperInclusive !== undefined && upperInclusive === bounds[target]) target++;
  }
  return { ...distribution, bounds, counts };
}

function withCategories(
  distribution: CategoricalDistribution,
  categories: readonly string[],
): CategoricalDistribution {
  const own = new Map(
    distribution.categories.map((category, index) => [category, distribution.counts[index]!]),
  );
  const counts = Float64Array.from(categories, (category) => own.get(category) ?? 0);
  return { kind: "categorical", categories, counts, count: distribution.count };
}
