import { ModelwatchError } from "@modelwatch/conventions";

/** What is counted of a row. */
export interface CountedRow {
  readonly score: number | null | undefined;
  /** The class that a model of several chose; counted in the first reading. */
  readonly chosen?: unknown;
  readonly truth: 0 | 1 | undefined;
  readonly features: Readonly<Record<string, unknown>>;
}

/** Most numbers that are kept of rows which can be read only once: 128 MB. */
const MOST_BUFFERED = 2 ** 24;
/** Numbers that are allocated at once, unless one row holds more. */
const CHUNK_SIZE = 2 ** 16;

/** The numbers of rows that can be read only once, kept for the second reading. */
export class RowBuffer implements Iterable<CountedRow> {
  readonly #features: readonly string[];
  readonly #most: number;
  readonly #width: number;
  readonly #chunkRows: number;
  readonly #chunks: Float64Array[] = [];
  #rows = 0;

  /** @param features whose numbers are kept. `most`: numbers that may be kept of all rows together. */
  constructor(features: readonly string[], most: number = MOST_BUFFERED) {
    this.#most = most;
    this.#features = features;
    this.#width = 2 + features.length;
    this.#chunkRows = Math.max(1, Math.floor(CHUNK_SIZE / this.#width));
  }

  /** @throws ModelwatchError `limit-exceeded` beyond that. */
  add({ score, truth, features }: CountedRow): void {
    if ((this.#rows + 1) * this.#width > this.#most) throw this.#tooMany();
    const at = this.#rows % this.#chunkRows;
    if (at === 0) this.#chunks.push(new Float64Array(this.#chunkRows * this.#width));
    const chunk = this.#chunks.at(-1)!;
    const first = at * this.#width;
    chunk[first] = score ?? Number.NaN;
    chunk[first + 1] = truth ?? Number.NaN;
    for (const [index, name] of this.#features.entries()) {
      const value = features[name];
      chunk[first + 2 + index] = typeof value === "number" ? value : Number.NaN;
    }
    this.#rows++;
  }

  *[Symbol.iterator](): Iterator<CountedRow> {
    for (let row = 0; row < this.#rows; row++) {
      const chunk = this.#chunks[Math.floor(row / this.#chunkRows)]!;
      const first = (row % this.#chunkRows) * this.#width;
      const truth = chunk[first + 1];
      const features: Record<string, number> = {};
      for (const [index, name] of this.#features.entries()) features[name] = chunk[first + 2 + index]!;
      yield { score: chunk[first], truth: truth === 0 || truth === 1 ? truth : undefined, features };
    }
  }

  #tooMany(): ModelwatchError {
    return new ModelwatchError("limit-exceeded", {
      problem: `the rows came as a stream, and ${this.#rows} of them with ${this.#width} numbers each are all that is kept`,
      allowed: `at most ${this.#most} numbers of a stream that can be read only once`,
      remedy: "pass a function that opens the rows: it is called twice, and nothing is kept",
    });
  }
}
