import { requireSameBounds, rowCountOf, scoreMiddles, type ScoredOutcomes } from "./scored-outcomes.js";

/** A cell needs this many reference rows, or its loss is too uncertain to carry forward: the usual five of a χ² cell. */
const MINIMUM_REFERENCE_ROWS = 5;

export interface LossSide {
  readonly total: number;
  /** Mean loss over all rows. */
  readonly loss: number;
  readonly rows: Float64Array;
  /** Mean loss of each cell; 0 where the cell has no rows. */
  readonly meanLoss: Float64Array;
}

export interface BucketRows {
  readonly cell: number;
  readonly score: number;
  readonly referencePositive: number;
  readonly referenceNegative: number;
  readonly currentPositive: number;
  readonly currentNegative: number;
}

/** Two labelled cohorts over the same score cells. */
export interface LossCells {
  readonly count: number;
  readonly reference: LossSide;
  readonly current: LossSide;
  eachBucket(): Iterable<BucketRows>;
}

/** (score − truth)². */
export function brierOf(score: number, truth: 0 | 1): number {
  return (score - truth) ** 2;
}

/**
 * Score buckets joined with their neighbours until each cell has enough reference rows. Null where a side is empty or the
 * reference has fewer rows than one cell needs.
 * @throws ModelwatchError `invalid-argument` where the four histograms do not share their bounds.
 */
export function groupCells(reference: ScoredOutcomes, current: ScoredOutcomes): LossCells | null {
  requireSameBounds(reference);
  requireSameBounds(current);
  requireSameBounds({ positive: reference.positive, negative: current.positive });
  if (rowCountOf(current) === 0 || rowCountOf(reference) < MINIMUM_REFERENCE_ROWS) return null;
  const scores = scoreMiddles(reference.positive.bounds);
  const { cellOf, count } = assignCells(reference);
  function* eachBucket(): Iterable<BucketRows> {
    for (let i = 0; i < scores.length; i++) {
      yield {
        cell: cellOf[i]!,
        score: scores[i]!,
        referencePositive: reference.positive.counts[i]!,
        referenceNegative: reference.negative.counts[i]!,
        currentPositive: current.positive.counts[i]!,
        currentNegative: current.negative.counts[i]!,
      };
    }
  }
  return {
    count,
    reference: sideOf(reference, scores, cellOf, count),
    current: sideOf(current, scores, cellOf, count),
    eachBucket,
  };
}

function assignCells({ positive, negative }: ScoredOutcomes): { cellOf: Int32Array; count: number } {
  const cellOf = new Int32Array(positive.counts.length);
  let cell = 0;
  let rows = 0;
  for (let i = 0; i < cellOf.length; i++) {
    if (rows >= MINIMUM_REFERENCE_ROWS) {
      cell++;
      rows = 0;
    }
    cellOf[i] = cell;
    rows += positive.counts[i]! + negative.counts[i]!;
  }
  // The last cell may have stayed small: it joins the one before.
  if (rows < MINIMUM_REFERENCE_ROWS && cell > 0) {
    for (let i = cellOf.length - 1; i >= 0 && cellOf[i] === cell; i--) cellOf[i] = cell - 1;
    cell--;
  }
  return { cellOf, count: cell + 1 };
}

function sideOf(outcomes: ScoredOutcomes, scores: Float64Array, cellOf: Int32Array, count: number): LossSide {
  const rows = new Float64Array(count);
  const losses = new Float64Array(count);
  let loss = 0;
  for (let i = 0; i < scores.length; i++) {
    const p = outcomes.positive.counts[i]!;
    const q = outcomes.negative.counts[i]!;
    const bucketLoss = p * brierOf(scores[i]!, 1) + q * brierOf(scores[i]!, 0);
    const cell = cellOf[i]!;
    rows[cell] = rows[cell]! + p + q;
    losses[cell] = losses[cell]! + bucketLoss;
    loss += bucketLoss;
  }
  const total = rowCountOf(outcomes);
  return {
    total,
    loss: loss / total,
    rows,
    meanLoss: losses.map((sum, k) => (rows[k]! > 0 ? sum / rows[k]! : 0)),
  };
}
