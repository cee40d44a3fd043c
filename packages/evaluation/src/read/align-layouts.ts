import { CATEGORY_OTHER } from "@modelwatch/conventions";
import {
  alignDistributions,
  type Alignment,
  type CategoricalDistribution,
  type Distribution,
} from "@modelwatch/statistics";

export interface AlignOptions {
  /**
   * `a` names every category that its model knows, as an emitted reference does. A category that windows do not name may only not have
   * occurred.
   */
  readonly isComplete?: boolean;
}

/**
 * Two distributions on one layout. Numeric: the bounds that both have. Categories that only one side names are counted under
 * `__other__` by the other side, where it has that: they are joined there on both, or a version that knows one more category
 * would look like a drift. Undetermined where no bound is shared.
 */
export function alignLayouts(a: Distribution, b: Distribution, options: AlignOptions = {}): Alignment {
  if (a.kind !== "categorical" || b.kind !== "categorical") return alignDistributions(a, b);
  const onlyB = missingFrom(a, b);
  const onlyA = options.isComplete === true && onlyB.length === 0 ? [] : missingFrom(b, a);
  const hidden = new Set([...onlyA, ...onlyB]);
  return alignDistributions(joinIntoOther(a, hidden), joinIntoOther(b, hidden));
}

/** The categories of `named` that `hiding` may have counted as other. */
function missingFrom(hiding: CategoricalDistribution, named: CategoricalDistribution): readonly string[] {
  const own = new Set(hiding.categories);
  return own.has(CATEGORY_OTHER) ? named.categories.filter((category) => !own.has(category)) : [];
}

function joinIntoOther(
  distribution: CategoricalDistribution,
  hidden: ReadonlySet<string>,
): CategoricalDistribution {
  if (!distribution.categories.some((category) => hidden.has(category))) return distribution;
  let other = 0;
  const kept = new Map<string, number>();
  for (const [cell, category] of distribution.categories.entries()) {
    const count = distribution.counts[cell]!;
    if (hidden.has(category) || category === CATEGORY_OTHER) other += count;
    else kept.set(category, count);
  }
  kept.set(CATEGORY_OTHER, other);
  return {
    kind: "categorical",
    categories: [...kept.keys()],
    counts: Float64Array.from(kept.values()),
    count: distribution.count,
  };
}
