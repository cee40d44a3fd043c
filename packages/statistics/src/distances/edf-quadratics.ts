/*
 * Quadratic statistics of the gap between two cumulative curves at the ends of cells, and their moments without change given the pooled
 * cells. Without change the gap is a Brownian bridge at the pooled cumulative shares H: Σ d_j·gap_j² is then Σ λ_i χ²_1, λ the eigenvalues
 * of √d_i·(min(H_i, H_j) − H_i·H_j)·√d_j, whose first three traces need one pass because that matrix is a product along the axis.
 */

/** Weights of the squared gap: `uniform` for Cramér–von Mises, `tails` (÷ H(1 − H)) for Anderson–Darling. */
export type GapWeight = "uniform" | "tails";

/** Filled by measureGap; one record serves many windows. */
export interface GapMeasure {
  statistic: number;
  mean: number;
  /** Twice the trace of the square, and eight times that of the cube, over variance^1.5. */
  variance: number;
  skewness: number;
}

/**
 * n·n0/N² Σ t·gap²·weight over the cells, t their pooled counts; counts of the current side start at `offset`. Both sides hold values.
 * Moments are those of every split of the pooled values being equally likely, to leading order in 1/n.
 */
export function measureGap(
  weight: GapWeight,
  reference: Float64Array,
  referenceCount: number,
  counts: Float64Array,
  offset: number,
  total: number,
  measure: GapMeasure,
): void {
  const pooled = referenceCount + total;
  const last = reference.length - 1;
  let belowReference = 0;
  let belowCurrent = 0;
  let sum = 0;
  let trace = 0;
  let trace2 = 0;
  let trace3 = 0;
  // running sums over earlier cells: Σ d·H², Σ d²·H³(1 − H), and Σ over pairs of d·H²·d′·H′(1 − H′)
  let squares = 0;
  let twice = 0;
  let pairs = 0;
  for (let k = 0; k < last; k++) {
    const r = reference[k]!;
    const s = counts[offset + k]!;
    if (r === 0 && s === 0) continue;
    belowReference += r;
    belowCurrent += s;
    const h = (belowReference + belowCurrent) / pooled;
    const v = h * (1 - h);
    if (v <= 0) break;
    const d = (weight === "tails" ? 1 / v : 1) * ((r + s) / pooled);
    const gap = belowCurrent / total - belowReference / referenceCount;
    sum += d * gap * gap;
    const dv = d * v;
    const above = d * (1 - h) * (1 - h);
    trace += dv;
    trace2 += dv * dv + 2 * above * squares;
    trace3 += dv * dv * dv + 3 * above * (2 * pairs + twice + dv * squares);
    pairs += dv * squares;
    const own = d * h * h;
    squares += own;
    twice += own * dv;
  }
  // drawing without replacement
  const finite = pooled / (pooled - 1);
  measure.statistic = (total / pooled) * referenceCount * sum;
  measure.mean = finite * trace;
  measure.variance = 2 * finite * finite * trace2;
  measure.skewness = trace2 > 0 ? (8 * trace3) / (2 * trace2) ** 1.5 : 0;
}
