import type { ReferenceProfile } from "./reference-profile.js";

/*
 * Quadratic statistics of the gap between two cumulative curves at the ends of cells, and their moments without change given the pooled
 * cells. Without change the gap is a Brownian bridge at the pooled cumulative shares H: Σ d_j·gap_j² is then Σ λ_i χ²_1, λ the eigenvalues
 * of √d_i·(min(H_i, H_j) − H_i·H_j)·√d_j, whose first three traces need one pass because that matrix is a product along the axis.
 */

/** Filled by measureGaps; one record serves many windows. */
export interface GapMeasure {
  statistic: number;
  mean: number;
  /** Twice the trace of the square, and eight times that of the cube, over variance^1.5. */
  variance: number;
  skewness: number;
}

export function createGapMeasure(): GapMeasure {
  return { statistic: 0, mean: 0, variance: 0, skewness: 0 };
}

/**
 * n·n0/N² Σ t·gap² over the cells, t their pooled counts (`uniform`, for Cramér–von Mises), and the same divided by H(1 − H) in each cell
 * but the last used (`tails`, for Anderson–Darling); the row starts at `offset`. Both sides hold values. Moments are those of every split
 * of the pooled values being equally likely, to leading order in 1/n.
 */
export function measureGaps(
  reference: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
  uniform: GapMeasure,
  tails: GapMeasure,
): void {
  const pooled = reference.count + total;
  const perPooled = 1 / pooled;
  const perReference = 1 / reference.count;
  const perTotal = 1 / total;
  const last = reference.cells - 1;
  let belowReference = 0;
  let belowCurrent = 0;
  const one = FIRST;
  const two = SECOND;
  one.fill(0);
  two.fill(0);
  for (let k = 0; k < last; k++) {
    const r = reference.counts[k]!;
    const s = counts[offset + k]!;
    if (r === 0 && s === 0) continue;
    belowReference += r;
    belowCurrent += s;
    if (belowReference + belowCurrent >= pooled) break;
    const h = (belowReference + belowCurrent) * perPooled;
    const v = h * (1 - h);
    const d = (r + s) * perPooled;
    const gap = belowCurrent * perTotal - belowReference * perReference;
    addCell(one, d, d * v, h, gap * gap);
    addCell(two, d / v, d, h, gap * gap);
  }
  // drawing without replacement
  const finite = pooled / (pooled - 1);
  const scale = total * perPooled * reference.count;
  finish(one, scale, finite, uniform);
  finish(two, scale, finite, tails);
}

/** Sums of one statistic over the cells so far. */
const STATISTIC = 0;
const TRACE = 1;
const TRACE_2 = 2;
const TRACE_3 = 3;
/** Σ d·H². */
const SQUARES = 4;
/** Σ d²·H³(1 − H). */
const TWICE = 5;
/** Σ over pairs of cells of d·H²·d′·H′(1 − H′). */
const PAIRS = 6;
const FIRST = new Float64Array(7);
const SECOND = new Float64Array(7);

/** `d` is the cell's weight, `dv` that times H(1 − H). */
function addCell(sums: Float64Array, d: number, dv: number, h: number, squaredGap: number): void {
  const above = d * (1 - h) * (1 - h);
  const own = d * h * h;
  const squares = sums[SQUARES]!;
  sums[STATISTIC]! += d * squaredGap;
  sums[TRACE]! += dv;
  sums[TRACE_2]! += dv * dv + 2 * above * squares;
  sums[TRACE_3]! += dv * dv * dv + 3 * above * (2 * sums[PAIRS]! + sums[TWICE]! + dv * squares);
  sums[PAIRS]! += dv * squares;
  sums[SQUARES]! += own;
  sums[TWICE]! += own * dv;
}

function finish(sums: Float64Array, scale: number, finite: number, measure: GapMeasure): void {
  const trace2 = sums[TRACE_2]!;
  measure.statistic = scale * sums[STATISTIC]!;
  measure.mean = finite * sums[TRACE]!;
  measure.variance = 2 * finite * finite * trace2;
  measure.skewness = trace2 > 0 ? (8 * sums[TRACE_3]!) / (2 * trace2 * Math.sqrt(2 * trace2)) : 0;
}
