/** Most buckets of one sign; 160 as in OpenTelemetry's SDKs. */
export const MAX_BUCKETS = 160;

/** A power of two, so that an index finds its slot without a division. */
const SLOTS = 256;
const UNUSED = new Float64Array(0);
/** Where counts wait while buckets are joined; nothing else runs meanwhile. */
const JOINED = new Float64Array(SLOTS);

/**
 * The buckets of one sign: counts by index, of which the first and last used are less than {@link MAX_BUCKETS} apart. They lie in
 * a ring, so that the range moves and grows without copying. Nothing is allocated before the first count, and once then.
 */
export class ExponentialBuckets {
  #counts: Float64Array = UNUSED;
  #first = 0;
  /** Below `#first`: nothing is counted. */
  #last = -1;

  get isEmpty(): boolean {
    return this.#last < this.#first;
  }

  get first(): number {
    return this.#first;
  }

  get last(): number {
    return this.#last;
  }

  /** How many times neighbours must be joined in pairs before the indices from `first` to `last` fit in too. */
  shiftFor(first: number, last: number): number {
    let low = this.isEmpty ? first : Math.min(first, this.#first);
    let high = this.isEmpty ? last : Math.max(last, this.#last);
    let shift = 0;
    while (high - low >= MAX_BUCKETS) {
      low >>= 1;
      high >>= 1;
      shift++;
    }
    return shift;
  }

  /** Counts in a bucket within the range; false where the index is outside. */
  tryCount(index: number): boolean {
    if (index < this.#first || index > this.#last) return false;
    this.#counts[index & (SLOTS - 1)]! += 1;
    return true;
  }

  /** Adds to an index that fits in. */
  add(index: number, count: number): void {
    if (index < this.#first || index > this.#last) this.#reach(index);
    this.#counts[index & (SLOTS - 1)]! += count;
  }

  /** Joins 2^shift neighbours each: an index becomes index >> shift. */
  join(shift: number): void {
    if (shift === 0 || this.isEmpty) return;
    JOINED.fill(0);
    for (let index = this.#first; index <= this.#last; index++) {
      JOINED[(index >> shift) & (SLOTS - 1)]! += this.#counts[index & (SLOTS - 1)]!;
    }
    this.#counts.set(JOINED);
    this.#first >>= shift;
    this.#last >>= shift;
  }

  at(index: number): number {
    return this.#counts[index & (SLOTS - 1)] ?? 0;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#first = 0;
    this.#last = -1;
  }

  #reach(index: number): void {
    if (this.#counts === UNUSED) this.#counts = new Float64Array(SLOTS);
    if (this.isEmpty) {
      this.#first = index;
      this.#last = index;
    } else if (index < this.#first) this.#first = index;
    else this.#last = index;
  }
}
