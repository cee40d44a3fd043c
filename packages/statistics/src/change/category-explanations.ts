import { alignDistributions } from "../distribution/align.js";
import type { CategoricalDistribution } from "../distribution/distribution.js";
import { explain, type ChangeKindName, type Explanation } from "./explanation.js";
import { devianceWithin } from "./unchanged-cells.js";

/** A category with no more than this share is as good as absent: new ones were often always there, but rare. */
const RARE = 0.005;

/**
 * New or lost categories: those whose share rose from, or fell to, next to nothing may have done so; the shares of all others
 * among themselves must not have changed.
 */
export function categoryExplanations(
  before: CategoricalDistribution,
  after: CategoricalDistribution,
  settings: { readonly alpha: number; readonly overdispersion: number },
): { readonly explanations: readonly Explanation[]; readonly categories: readonly string[] } {
  const aligned = alignDistributions(before, after);
  if (aligned.kind === "undetermined" || aligned.a.kind !== "categorical")
    return { explanations: [], categories: [] };
  const { a, b } = aligned;
  const share = (side: typeof a | typeof b, cell: number) => side.counts[cell]! / side.count;
  const cells = Array.from(a.counts, (_, cell) => cell);
  const fresh = cells.filter(
    (cell) => share(a, cell) <= RARE && share(b, cell) > 2 * Math.max(RARE, share(a, cell)),
  );
  const lost = cells.filter(
    (cell) => share(b, cell) <= RARE && share(a, cell) > 2 * Math.max(RARE, share(b, cell)),
  );
  const explainBy = (kind: ChangeKindName, moved: readonly number[]): Explanation[] => {
    if (moved.length === 0) return [];
    const others = cells.filter((cell) => !moved.includes(cell));
    const misfit = devianceWithin(a.counts, b.counts, others);
    return [explain(kind, misfit, { ...settings, parameters: moved.length })];
  };
  const explanations = [...explainBy("new-category", fresh), ...explainBy("lost-category", lost)];
  const { categories } = a;
  return { explanations, categories: [...fresh, ...lost].map((cell) => categories[cell]!).sort() };
}
