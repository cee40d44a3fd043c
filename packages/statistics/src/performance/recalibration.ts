import { requireSameBounds, rowCountOf, scoreMiddles, type ScoredOutcomes } from "./scored-outcomes.js";

/** What a score bucket's rows are worth, as a labelled cohort has shown it. */
export interface Recalibration {
  readonly bounds: Float64Array;
  /** Probability of a positive truth by bucket, non-decreasing in the score. */
  readonly probabilities: Float64Array;
  /** The block that a bucket's probability comes from; buckets of one block share one estimate. −1: no labelled rows there. */
  readonly block: Int32Array;
  /** Sampling variance of each block's probability, r(1 − r)/n at Jeffreys' r, so that it is never 0. */
  readonly variance: Float64Array;
}

/**
 * Probabilities by score bucket from labelled rows: outcome rates made monotone (pool adjacent violators), so that sparse buckets
 * borrow from their neighbours. A bucket without labelled rows lies on
 * the line between its labelled neighbours; beyond the outermost one it keeps its score, moved as far as that one's was. Null without rows.
 *
 * Reference: Zadrozny and Elkan (KDD 2002), doi:10.1145/775047.775151; the use on later cohorts is that of PAPE (arXiv:2401.08348)
 * without its weights: it assumes that outcomes at the same score have not changed since.
 * @throws ModelwatchError `invalid-argument` where the classes do not share their bounds.
 */
export function fitRecalibration(outcomes: ScoredOutcomes): Recalibration | null {
  requireSameBounds(outcomes);
  if (rowCountOf(outcomes) === 0) return null;
  const { positive, negative } = outcomes;
  const buckets = positive.counts.length;
  const blocks: Block[] = [];
  for (let i = 0; i < buckets; i++) {
    const rows = positive.counts[i]! + negative.counts[i]!;
    if (rows === 0) continue;
    blocks.push({ first: i, last: i, rows, truths: positive.counts[i]! });
    joinViolators(blocks);
  }
  const probabilities = new Float64Array(buckets);
  const block = new Int32Array(buckets).fill(-1);
  const variance = new Float64Array(blocks.length);
  blocks.forEach(({ first, last, rows, truths }, b) => {
    const smooth = (truths + 0.5) / (rows + 1);
    variance[b] = (smooth * (1 - smooth)) / rows;
    for (let i = first; i <= last; i++) {
      block[i] = b;
      probabilities[i] = truths / rows;
    }
  });
  fillUnlabelled(probabilities, block, scoreMiddles(positive.bounds));
  return { bounds: positive.bounds, probabilities, block, variance };
}

interface Block {
  readonly first: number;
  readonly last: number;
  readonly rows: number;
  readonly truths: number;
}

function joinViolators(blocks: Block[]): void {
  while (blocks.length > 1) {
    const after = blocks[blocks.length - 1]!;
    const before = blocks[blocks.length - 2]!;
    if (before.truths * after.rows <= after.truths * before.rows) return;
    blocks.splice(-2, 2, {
      first: before.first,
      last: after.last,
      rows: before.rows + after.rows,
      truths: before.truths + after.truths,
    });
  }
}

/** Between labelled buckets on the line through them; beyond the outermost, the score moved as far as that one's was. */
function fillUnlabelled(probabilities: Float64Array, block: Int32Array, middles: Float64Array): void {
  let below = -1;
  for (let i = 0; i < block.length; i++) {
    if (block[i]! >= 0) {
      below = i;
      continue;
    }
    const above = block.findIndex((b, j) => j > i && b >= 0);
    if (below >= 0 && above >= 0) {
      const weight = (middles[i]! - middles[below]!) / (middles[above]! - middles[below]!);
      probabilities[i] = probabilities[below]! + weight * (probabilities[above]! - probabilities[below]!);
    } else {
      const nearest = Math.max(below, above);
      const moved = middles[i]! + probabilities[nearest]! - middles[nearest]!;
      probabilities[i] = Math.min(1, Math.max(0, moved));
    }
  }
}
