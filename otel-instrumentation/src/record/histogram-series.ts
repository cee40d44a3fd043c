import type { Attributes } from "@opentelemetry/api";
import type { BucketIndex } from "./bucket-index.js";

/** What all series of one declared quantity share. */
export interface HistogramLayout {
  /** Ascending, upper-inclusive; as they go onto the wire, shared by all exports. */
  readonly boundaries: number[];
  readonly index: BucketIndex;
  /** Values are never negative: the histogram carries its own sum, and needs no `.positive` and `.negative`. */
  readonly neverNegative: boolean;
}

/** Slots of the state after the buckets: Σ of positive values, Σ of magnitudes of negative ones, Σx², min, max. */
const AFTER_BUCKETS = 5;

/**
 * One series of an explicit-bounds histogram, counted since it was last taken. The state is one typed array: buckets,
 * then the exact sums, so that taking it over is one loop and counting allocates nothing.
 *
 * Sums are plain double additions of at most one export interval, each of which starts at zero: for n values the relative
 * error is below n · 2⁻⁵³ (exact for integers up to 2⁵³).
 */
export class HistogramSeries {
  readonly metric: string;
  readonly attributes: Attributes;
  readonly layout: HistogramLayout;
  readonly state: Float64Array;
  readonly #index: BucketIndex;
  readonly #afterBuckets: number;

  constructor(metric: string, attributes: Attributes, layout: HistogramLayout) {
    this.metric = metric;
    this.attributes = attributes;
    this.layout = layout;
    this.#index = layout.index;
    this.#afterBuckets = layout.boundaries.length + 1;
    this.state = createHistogramState(layout);
  }

  /** Counts a finite value within ±1e100. */
  record(value: number): void {
    const { state } = this;
    const after = this.#afterBuckets;
    state[this.#index.of(value)]! += 1;
    if (value >= 0) state[after]! += value;
    else state[after + 1]! -= value;
    state[after + 2]! += value * value;
    if (value < state[after + 3]!) state[after + 3] = value;
    if (value > state[after + 4]!) state[after + 4] = value;
  }
}

export function createHistogramState(layout: HistogramLayout): Float64Array {
  const state = new Float64Array(layout.boundaries.length + 1 + AFTER_BUCKETS);
  clearHistogramState(state);
  return state;
}

export function clearHistogramState(state: Float64Array): void {
  state.fill(0);
  state[state.length - 2] = Number.POSITIVE_INFINITY;
  state[state.length - 1] = Number.NEGATIVE_INFINITY;
}

/** Every counted value lowers the minimum below its start of +∞. */
export function isEmptyHistogram(state: Float64Array): boolean {
  return state[state.length - 2] === Number.POSITIVE_INFINITY;
}

/** Adds `increment` to `total`, of the same layout. */
export function addHistogramState(total: Float64Array, increment: Float64Array): void {
  const minimum = total.length - 2;
  for (let slot = 0; slot < minimum; slot++) total[slot]! += increment[slot]!;
  total[minimum] = Math.min(total[minimum]!, increment[minimum]!);
  total[minimum + 1] = Math.max(total[minimum + 1]!, increment[minimum + 1]!);
}

export interface HistogramSummary {
  readonly counts: number[];
  readonly count: number;
  readonly positive: number;
  readonly negative: number;
  readonly squares: number;
  /** Absent where nothing was counted. */
  readonly min?: number;
  readonly max?: number;
}

/** The state in words; the array is a copy. */
export function readHistogramState(state: Float64Array): HistogramSummary {
  const after = state.length - AFTER_BUCKETS;
  const counts = new Array<number>(after);
  let count = 0;
  for (let bucket = 0; bucket < after; bucket++) count += counts[bucket] = state[bucket]!;
  const summary = {
    counts,
    count,
    positive: state[after]!,
    negative: state[after + 1]!,
    squares: state[after + 2]!,
  };
  if (count === 0) return summary;
  return { ...summary, min: state[after + 3]!, max: state[after + 4]! };
}
