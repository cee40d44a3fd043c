import { ExponentialBuckets } from "./exponential-buckets.js";
import { exponentialIndex, FINEST_SCALE } from "./exponential-index.js";

/** Slots of the moments: Σ of positive values, Σ of magnitudes of negative ones, Σx², min, max. */
const [POSITIVE, NEGATIVE, SQUARES, MIN, MAX] = [0, 1, 2, 3, 4] as const;

/**
 * A base-2 exponential histogram of both signs with exact sums. It begins at the finest scale, and becomes coarser where a sign
 * would need more than 160 buckets; it is never finer again before it is cleared. Zeros, of either sign, have a bucket of their own.
 *
 * Counting allocates nothing but the buckets of a sign at its first value. Sums are as exact as those of explicit histograms.
 */
export class ExponentialState {
  readonly #positive = new ExponentialBuckets();
  readonly #negative = new ExponentialBuckets();
  readonly #moments = new Float64Array(5);
  #scale = FINEST_SCALE;
  #bucketsPerOctave = 2 ** FINEST_SCALE;
  #zeros = 0;

  constructor() {
    this.#clearMoments();
  }

  /** Every counted value lowers the minimum below its start of +∞. */
  get isEmpty(): boolean {
    return this.#moments[MIN] === Number.POSITIVE_INFINITY;
  }

  get scale(): number {
    return this.#scale;
  }

  /** Counts a finite value within ±2e100. */
  record(value: number): void {
    const moments = this.#moments;
    if (value > 0) {
      this.#count(this.#positive, value);
      moments[POSITIVE]! += value;
    } else if (value < 0) {
      this.#count(this.#negative, -value);
      moments[NEGATIVE]! -= value;
    } else this.#zeros++;
    moments[SQUARES]! += value * value;
    if (value < moments[MIN]!) moments[MIN] = value;
    if (value > moments[MAX]!) moments[MAX] = value;
  }

  /** Adds all that another has counted: at the coarser of both scales, or coarser still where the buckets would be too many. */
  add(other: ExponentialState): void {
    this.#coarsen(this.#scale - Math.min(this.#scale, other.#scale));
    this.#addBuckets(this.#positive, other.#positive, other);
    this.#addBuckets(this.#negative, other.#negative, other);
    this.#zeros += other.#zeros;
    const [own, added] = [this.#moments, other.#moments];
    for (let slot = 0; slot < MIN; slot++) own[slot]! += added[slot]!;
    own[MIN] = Math.min(own[MIN]!, added[MIN]!);
    own[MAX] = Math.max(own[MAX]!, added[MAX]!);
  }

  clear(): void {
    this.#positive.clear();
    this.#negative.clear();
    this.#clearMoments();
    this.#scale = FINEST_SCALE;
    this.#bucketsPerOctave = 2 ** FINEST_SCALE;
    this.#zeros = 0;
  }

  /** What was counted; arrays are copies. */
  read(): ExponentialSummary {
    const [positive, negative] = [toRange(this.#positive), toRange(this.#negative)];
    const moments = this.#moments;
    const summary = {
      scale: this.#scale,
      zeroCount: this.#zeros,
      positiveBuckets: positive,
      negativeBuckets: negative,
      count: this.#zeros + total(positive) + total(negative),
      positive: moments[POSITIVE]!,
      negative: moments[NEGATIVE]!,
      squares: moments[SQUARES]!,
    };
    return this.isEmpty ? summary : { ...summary, min: moments[MIN]!, max: moments[MAX]! };
  }

  #count(buckets: ExponentialBuckets, magnitude: number): void {
    let index = exponentialIndex(magnitude, this.#bucketsPerOctave);
    if (buckets.tryCount(index)) return;
    const shift = buckets.shiftFor(index, index);
    if (shift > 0) {
      this.#coarsen(shift);
      index >>= shift;
    }
    buckets.add(index, 1);
  }

  #addBuckets(
    own: ExponentialBuckets,
    added: ExponentialBuckets,
    { scale }: { readonly scale: number },
  ): void {
    if (added.isEmpty) return;
    const finer = scale - this.#scale;
    this.#coarsen(own.shiftFor(added.first >> finer, added.last >> finer));
    const shift = scale - this.#scale;
    for (let index = added.first; index <= added.last; index++) {
      const count = added.at(index);
      if (count > 0) own.add(index >> shift, count);
    }
  }

  #coarsen(shift: number): void {
    if (shift === 0) return;
    this.#positive.join(shift);
    this.#negative.join(shift);
    this.#scale -= shift;
    this.#bucketsPerOctave = 2 ** this.#scale;
  }

  #clearMoments(): void {
    this.#moments.fill(0);
    this.#moments[MIN] = Number.POSITIVE_INFINITY;
    this.#moments[MAX] = Number.NEGATIVE_INFINITY;
  }
}

/** Entry k of the counts belongs to the bucket offset + k. */
export interface ExponentialRange {
  readonly offset: number;
  readonly bucketCounts: number[];
}

export interface ExponentialSummary {
  readonly scale: number;
  readonly zeroCount: number;
  readonly positiveBuckets: ExponentialRange;
  readonly negativeBuckets: ExponentialRange;
  readonly count: number;
  readonly positive: number;
  readonly negative: number;
  readonly squares: number;
  /** Absent where nothing was counted. */
  readonly min?: number;
  readonly max?: number;
}

function toRange(buckets: ExponentialBuckets): ExponentialRange {
  if (buckets.isEmpty) return { offset: 0, bucketCounts: [] };
  const { first, last } = buckets;
  return {
    offset: first,
    bucketCounts: Array.from({ length: last - first + 1 }, (_, k) => buckets.at(first + k)),
  };
}

function total({ bucketCounts }: ExponentialRange): number {
  return bucketCounts.reduce((sum, count) => sum + count, 0);
}
