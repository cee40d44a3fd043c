import { CATEGORY_OTHER } from "@modelwatch/conventions";
import { sameLayout, type Distribution } from "@modelwatch/statistics";

/** How a comparison was coarsened because the layouts of its sides differ. Plain data, shown in the finding's details. */
export type LayoutChange = {
  /** Cells of the comparison. */
  readonly cells: number;
  readonly referenceCells: number;
  readonly currentCells: number;
  /** Too little is left of them to say that nothing moved. */
  readonly hidesDrift: boolean;
};

/** Fewer cells lose more of a Hellinger distance than deciles do: 16 %, at worst half (docs/binning.md). */
const FEWEST_CELLS = 10;
/** Rows in categories that only one side names. */
const MOST_HIDDEN_SHARE = 0.1;

/**
 * Null where both sides already had the layout of the comparison, or only lack categories of which no rows were counted.
 * @param aligned the reference and the current distribution as they are compared.
 */
export function describeLayoutChange(
  reference: Distribution,
  current: Distribution,
  aligned: { readonly a: Distribution; readonly b: Distribution },
): LayoutChange | null {
  const cells = aligned.a.counts.length;
  const sides = { cells, referenceCells: reference.counts.length, currentCells: current.counts.length };
  if (aligned.a.kind === "numeric") {
    if (sameLayout(reference, current)) return null;
    const finest = Math.min(sides.referenceCells, sides.currentCells);
    return { ...sides, hidesDrift: cells < Math.min(finest, FEWEST_CELLS) };
  }
  const hidden = Math.max(joinedShare(reference, aligned.a), joinedShare(current, aligned.b));
  return hidden === 0 ? null : { ...sides, hidesDrift: hidden > MOST_HIDDEN_SHARE };
}

/** Share of the rows that alignment moved under `__other__`. */
function joinedShare(own: Distribution, aligned: Distribution): number {
  return own.count === 0 ? 0 : Math.max(0, (otherOf(aligned) - otherOf(own)) / own.count);
}

function otherOf(distribution: Distribution): number {
  if (distribution.kind !== "categorical") return 0;
  return distribution.counts[distribution.categories.indexOf(CATEGORY_OTHER)] ?? 0;
}
