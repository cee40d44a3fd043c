import { ModelwatchError } from "@modelwatch/conventions/error";

/**
 * A summary of a stream of numbers from which quantiles can be read, in bounded memory and with a known error: plain data, which
 * can be cloned and sent between threads. Change it with addToSketch alone.
 *
 * Values wait in buffers of `capacity`; an item of level h stands for 2^h values. A full buffer is sorted and every other item
 * moves up one level. That misjudges any rank by at most 2^h, upwards where the lower item of each pair is kept, downwards where
 * the upper one is; the two take turns, and both are counted. No randomness: the same values in the same order give the same
 * sketch. Manku, Rajagopalan & Lindsay (1998), doi:10.1145/276305.276342; the levels are those of KLL: Karnin, Lang & Liberty
 * (2016), doi:10.1109/FOCS.2016.17
 */
export interface QuantileSketch {
  readonly capacity: number;
  /** Values added. */
  count: number;
  /** Values not yet in a level; the first pendingCount entries. */
  readonly pending: Float64Array;
  pendingCount: number;
  /** By level, in no order; fewer than capacity each. */
  readonly levels: Float64Array[];
  /** By level: whether its next compaction keeps the upper item of each pair. */
  readonly keepsUpper: boolean[];
  /** Most by which the number of values up to a point can be overestimated. */
  overestimate: number;
  /** Most by which it can be underestimated. */
  underestimate: number;
}

/** With it a million values have their ranks to .1 % in 80 KB, a hundred million to .19 % in 180 KB (measured). */
export const DEFAULT_SKETCH_CAPACITY = 4096;

/**
 * An empty sketch. Up to `capacity` − 1 values it is exact; beyond, the rank error is at most (1 + log2(n/capacity))/(2·capacity)
 * of n, plus one compaction at each level, and sketchRankError says what it has become.
 * @throws ModelwatchError `invalid-argument` unless capacity is an even integer from 8 on.
 */
export function createQuantileSketch(capacity: number = DEFAULT_SKETCH_CAPACITY): QuantileSketch {
  if (!Number.isSafeInteger(capacity) || capacity < 8 || capacity % 2 !== 0) {
    throw new ModelwatchError("invalid-argument", {
      problem: `capacity is ${capacity}`,
      allowed: "an even integer ≥ 8",
    });
  }
  return {
    capacity,
    count: 0,
    pending: new Float64Array(capacity),
    pendingCount: 0,
    levels: [],
    keepsUpper: [],
    overestimate: 0,
    underestimate: 0,
  };
}

/** @throws ModelwatchError `invalid-argument` for NaN and infinite values: count those as invalid before. */
export function addToSketch(sketch: QuantileSketch, value: number): void {
  if (!Number.isFinite(value)) {
    throw new ModelwatchError("invalid-argument", {
      problem: `value is ${value}`,
      allowed: "a finite number",
      remedy: "count missing and infinite values as invalid instead",
    });
  }
  // + 0 makes −0 and 0 one value
  sketch.pending[sketch.pendingCount++] = value + 0;
  sketch.count++;
  if (sketch.pendingCount === sketch.capacity) {
    sketch.pendingCount = 0;
    moveUp(sketch, 0, sketch.pending);
  }
}

/**
 * The sketch of both streams; neither argument changes. The order of the two does not matter. Errors add, so parts that were
 * sketched apart cost little more than one pass over all.
 * @throws ModelwatchError `invalid-argument` where the capacities differ.
 */
export function mergeSketches(a: QuantileSketch, b: QuantileSketch): QuantileSketch {
  if (a.capacity !== b.capacity) {
    throw new ModelwatchError("invalid-argument", {
      problem: `the sketches have the capacities ${a.capacity} and ${b.capacity}`,
      allowed: "equal capacities",
    });
  }
  const merged = createQuantileSketch(a.capacity);
  merged.count = a.count + b.count;
  merged.overestimate = a.overestimate + b.overestimate;
  merged.underestimate = a.underestimate + b.underestimate;
  const levels = Math.max(a.levels.length, b.levels.length, 1);
  for (let level = 0; level < levels; level++) {
    merged.keepsUpper[level] = (a.keepsUpper[level] ?? false) !== (b.keepsUpper[level] ?? false);
    merged.levels[level] ??= new Float64Array(0);
  }
  for (let level = levels - 1; level >= 0; level--) {
    moveUp(merged, level, concatenate(itemsOf(a, level), itemsOf(b, level)));
  }
  return merged;
}

/**
 * Largest difference between the sketch's rank of any point and the true one, as a share of the values: a proven bound, not an
 * estimate. 0 while nothing was compacted.
 */
export function sketchRankError(sketch: QuantileSketch): number {
  if (sketch.count === 0) return 0;
  return Math.min(1, Math.max(sketch.overestimate, sketch.underestimate) / sketch.count);
}

/** Everything that a sketch holds of a level; level 0 includes what is pending. */
export function itemsOf(sketch: QuantileSketch, level: number): Float64Array {
  const settled = sketch.levels[level] ?? new Float64Array(0);
  return level === 0 ? concatenate(settled, sketch.pending.subarray(0, sketch.pendingCount)) : settled;
}

/** Puts items into a level and compacts it, and those above, as long as they are full. */
function moveUp(sketch: QuantileSketch, from: number, added: Float64Array): void {
  let items = added;
  for (let level = from; ; level++) {
    const all = concatenate(sketch.levels[level] ?? new Float64Array(0), items);
    if (all.length < sketch.capacity) {
      sketch.levels[level] = all;
      sketch.keepsUpper[level] ??= false;
      return;
    }
    items = compact(sketch, level, all.sort());
  }
}

/** Every other item, for the next level. An odd item, the largest, stays behind. */
function compact(sketch: QuantileSketch, level: number, sorted: Float64Array): Float64Array {
  const pairs = Math.floor(sorted.length / 2);
  const keepsUpper = sketch.keepsUpper[level] ?? false;
  const kept = new Float64Array(pairs);
  for (let pair = 0; pair < pairs; pair++) kept[pair] = sorted[2 * pair + (keepsUpper ? 1 : 0)]!;
  sketch.levels[level] = sorted.slice(2 * pairs);
  sketch.keepsUpper[level] = !keepsUpper;
  if (keepsUpper) sketch.underestimate += 2 ** level;
  else sketch.overestimate += 2 ** level;
  return kept;
}

function concatenate(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
