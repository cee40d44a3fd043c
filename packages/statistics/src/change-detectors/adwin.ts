import { requireArgument } from "../definition/require-argument.js";

export interface AdwinOptions {
  /** Bound on the probability of a false cut at one check, in (0, 1): smaller is slower and surer. Default 0.002. */
  readonly delta?: number;
  /** Additions between two checks. Default 32 for single values, 1 for windows. */
  readonly clock?: number;
  /** Buckets of one size before the two oldest join. Default 5. */
  readonly maxBuckets?: number;
  /** Rows that each side of a cut needs. Default 5. */
  readonly minWindowLength?: number;
  /** No check until the window holds more rows than this. Default 10. */
  readonly gracePeriod?: number;
  /** Width of the values' range, which the bound needs; values in [0, 1] have 1, the default. */
  readonly range?: number;
}

/** Rows that arrive together: one value (count 1, squaredDeviations 0), or the sums of a window. */
export interface AdwinBatch {
  readonly count: number;
  readonly sum: number;
  /** Σ (x − mean of these rows)². */
  readonly squaredDeviations: number;
}

/** A stretch of batches; exponentially many in older buckets, so that memory grows with the logarithm of the window. */
interface Bucket extends AdwinBatch {
  readonly batches: number;
}

/**
 * Adaptive windowing: keeps the longest recent stretch in which no cut into an older and a newer part has means further apart than
 * a Bernstein bound allows, and drops the oldest rows when one has. Its bound is for one check and independent rows in a known
 * range; over many checks it has no false-alarm budget. On single values it equals river.drift.ADWIN (0.26), step by step.
 *
 * Reference: Bifet and Gavaldà (SDM 2007), doi:10.1137/1.9781611972771.42.
 */
export class Adwin {
  readonly #options: Required<AdwinOptions>;
  /** levels[i] holds buckets of 2^i batches, the oldest first. */
  #levels: Bucket[][] = [[]];
  #batches = 0;
  #width = 0;
  #total = 0;
  #squaredDeviations = 0;
  #additions = 0;

  /** @throws ModelwatchError `invalid-argument` for an option outside its range. */
  constructor(options: AdwinOptions = {}) {
    this.#options = checkedOptions(options);
  }

  /** Rows in the window. */
  get width(): number {
    return this.#width;
  }

  /** Batches with rows in the window; older ones were dropped. */
  get batches(): number {
    return this.#batches;
  }

  /** Mean of the window's rows; null while it has none. */
  get mean(): number | null {
    return this.#width === 0 ? null : this.#total / this.#width;
  }

  /** Adds rows and, at every `clock`-th addition, looks for cuts. An empty batch is no addition. @returns whether rows were dropped. */
  add(batch: AdwinBatch): boolean {
    checkBatch(batch);
    if (batch.count === 0) return false;
    const before = this.#width;
    this.#width += batch.count;
    if (before > 0) {
      const distance = batch.sum / batch.count - this.#total / before;
      this.#squaredDeviations += (before * batch.count * distance * distance) / this.#width;
    }
    this.#squaredDeviations += batch.squaredDeviations;
    this.#total += batch.sum;
    this.#batches++;
    this.#levels[0]!.push({ ...batch, batches: 1 });
    this.#joinBuckets();
    this.#additions++;
    if (this.#additions % this.#options.clock !== 0 || this.#width <= this.#options.gracePeriod) return false;
    let cut = false;
    while (this.#hasCut()) {
      this.#dropOldest();
      cut = true;
    }
    return cut;
  }

  #joinBuckets(): void {
    for (let level = 0; this.#levels[level]!.length > this.#options.maxBuckets; level++) {
      const [older, newer] = this.#levels[level]!.splice(0, 2) as [Bucket, Bucket];
      const count = older.count + newer.count;
      const distance = older.sum / older.count - newer.sum / newer.count;
      const between = ((older.count * newer.count) / count) * distance * distance;
      this.#levels[level + 1] ??= [];
      this.#levels[level + 1]!.push({
        count,
        sum: older.sum + newer.sum,
        squaredDeviations: older.squaredDeviations + newer.squaredDeviations + between,
        batches: older.batches + newer.batches,
      });
    }
  }

  #hasCut(): boolean {
    const { delta, minWindowLength, range } = this.#options;
    const width = this.#width;
    const variance = Math.max(0, this.#squaredDeviations / width);
    const logTerm = Math.log((2 * Math.log(width)) / delta);
    let older = 0;
    let olderTotal = 0;
    for (let level = this.#levels.length - 1; level >= 0; level--) {
      for (const bucket of this.#levels[level]!) {
        older += bucket.count;
        olderTotal += bucket.sum;
        const newer = width - older;
        if (older < minWindowLength || newer < minWindowLength) continue;
        const distance = Math.abs(olderTotal / older - (this.#total - olderTotal) / newer);
        const reciprocal = 1 / (older - minWindowLength + 1) + 1 / (newer - minWindowLength + 1);
        const bound = Math.sqrt(2 * reciprocal * variance * logTerm) + (2 / 3) * range * logTerm * reciprocal;
        if (distance > bound) return true;
      }
    }
    return false;
  }

  #dropOldest(): void {
    const oldest = this.#levels.at(-1)!.shift()!;
    this.#width -= oldest.count;
    this.#total -= oldest.sum;
    this.#batches -= oldest.batches;
    const distance = oldest.sum / oldest.count - this.#total / this.#width;
    const between = (oldest.count * this.#width * distance * distance) / (oldest.count + this.#width);
    this.#squaredDeviations -= oldest.squaredDeviations + between;
    while (this.#levels.length > 1 && this.#levels.at(-1)!.length === 0) this.#levels.pop();
  }
}

function checkedOptions(options: AdwinOptions): Required<AdwinOptions> {
  const { delta = 0.002, clock = 32, maxBuckets = 5 } = options;
  const { minWindowLength = 5, gracePeriod = 10, range = 1 } = options;
  requireArgument(delta > 0 && delta < 1, `delta is ${delta}`, "a probability in (0, 1)");
  requireArgument(Number.isInteger(clock) && clock >= 1, `clock is ${clock}`, "a whole number ≥ 1");
  requireArgument(
    Number.isInteger(maxBuckets) && maxBuckets >= 2,
    `maxBuckets is ${maxBuckets}`,
    "a whole number ≥ 2",
  );
  requireArgument(minWindowLength >= 1, `minWindowLength is ${minWindowLength}`, "a number ≥ 1");
  requireArgument(gracePeriod >= 0, `gracePeriod is ${gracePeriod}`, "a number ≥ 0");
  requireArgument(range > 0 && range < Infinity, `range is ${range}`, "a number > 0");
  return { delta, clock, maxBuckets, minWindowLength, gracePeriod, range };
}

function checkBatch({ count, sum, squaredDeviations }: AdwinBatch): void {
  requireArgument(Number.isInteger(count) && count >= 0, `count is ${count}`, "a whole number ≥ 0");
  requireArgument(Number.isFinite(sum), `sum is ${sum}`, "a finite number");
  requireArgument(
    squaredDeviations >= 0 && squaredDeviations < Infinity,
    `squaredDeviations is ${squaredDeviations}`,
    "a finite number ≥ 0",
  );
}
