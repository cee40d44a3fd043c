/** A double and its two 32-bit words, to read a number's sign, exponent and leading digits without arithmetic. */
const WORDS = new Float64Array(1);
const HALVES = new Int32Array(WORDS.buffer);
/** Which of the two words holds sign and exponent: it depends on the machine's byte order. */
const HIGH = highWordIndex();

const HIGH_OF_INFINITY = highWordOf(Number.POSITIVE_INFINITY);

/** Cells of one side of a table. Bounds that people choose fall into different ones, or few into one. */
const CELLS = 256;

/** Where the cells of one sign lie in the table: magnitudes are cut by their high word, which is nearly logarithmic. */
interface Side {
  /** The high word of the smallest bound's magnitude: what is below lies in the first cell. */
  readonly base: number;
  readonly shift: number;
  /** Index of the first cell and of the last, which is open. */
  readonly from: number;
  readonly to: number;
}

/**
 * Finds the bucket of a value: the first whose upper-inclusive bound is not below it. A table tells from the high word of the
 * number in which bucket to start, and a step or none leads to the right one. A binary search gives the same answer, three to
 * four times slower (`npm run bench`): the processor cannot foresee its branches.
 */
export class BucketIndex {
  readonly #bounds: readonly number[];
  readonly #positive: Side;
  readonly #negative: Side;
  /** For each cell the first bucket that its values can be in. */
  readonly #first: Uint8Array;

  /** @param bounds finite, ascending, at most 160 (`MAX_BOUNDS`). */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#positive = toSide(bounds, 1, 0);
    this.#negative = toSide(bounds, -1, this.#positive.to + 1);
    this.#first = new Uint8Array(this.#negative.to + 1);
    fillCells(this.#first, this.#positive, bounds, 1);
    fillCells(this.#first, this.#negative, bounds, -1);
  }

  /** The index of the bucket, from 0 to the number of bounds. `value` is not NaN. */
  of(value: number): number {
    WORDS[0] = value;
    const high = HALVES[HIGH]!;
    const { base, shift, from, to } = high >= 0 ? this.#positive : this.#negative;
    const magnitude = high & 0x7fff_ffff;
    const cell = magnitude < base ? from : from + 1 + ((magnitude - base) >> shift);
    let bucket = this.#first[cell < to ? cell : to]!;
    const bounds = this.#bounds;
    while (bucket < bounds.length && value > bounds[bucket]!) bucket++;
    return bucket;
  }
}

function toSide(bounds: readonly number[], sign: 1 | -1, from: number): Side {
  const magnitudes = bounds.filter((bound) => bound * sign > 0).map(Math.abs);
  const base = highWordOf(Math.min(...magnitudes, Number.MAX_VALUE));
  const span = Math.max(0, highWordOf(Math.max(...magnitudes, 0)) - base);
  let shift = 0;
  while (span >> shift > CELLS - 3) shift++;
  return { base, shift, from, to: from + (span >> shift) + 2 };
}

function fillCells(first: Uint8Array, side: Side, bounds: readonly number[], sign: 1 | -1): void {
  for (let cell = side.from; cell <= side.to; cell++) {
    // the value of the cell nearest to −∞: of positive cells the smallest magnitude, of negative ones the largest
    const edge = cell - side.from - (sign > 0 ? 1 : 0);
    const value = sign * toMagnitude(edge, side);
    first[cell] = bounds.filter((bound) => bound < value).length;
  }
}

/** The magnitude between two cells: the first begins at 0, the last ends at ∞. */
function toMagnitude(edge: number, { base, shift, from, to }: Side): number {
  if (edge < 0) return 0;
  if (edge >= to - from) return Number.POSITIVE_INFINITY;
  HALVES.fill(0);
  HALVES[HIGH] = Math.min(base + edge * 2 ** shift, HIGH_OF_INFINITY);
  return WORDS[0]!;
}

function highWordOf(value: number): number {
  WORDS[0] = value;
  return HALVES[HIGH]!;
}

function highWordIndex(): 0 | 1 {
  WORDS[0] = 1;
  return HALVES[1] !== 0 ? 1 : 0;
}
