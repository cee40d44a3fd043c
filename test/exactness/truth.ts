import { MINUTE } from "./life.js";
import type { Range } from "./scenarios.js";

/** Buckets of every feature, equally likely, so that a drift test expects the same count in each. */
export const CELLS = 10;
export const BOUNDS: readonly number[] = Array.from({ length: CELLS - 1 }, (_, i) => (i + 1) / CELLS);
/** Independent features: as many windows more without as many hours more. */
export const FEATURES: readonly string[] = ["a", "b", "c", "d"];

/** All windows are multiples of this one. */
export const GRAIN_MS = 5 * MINUTE;

/** What happened: counts by feature, 5-minute window and bucket. */
export class Truth {
  readonly #range: Range;
  readonly #grains: number;
  readonly #counts: readonly Float64Array[];

  constructor(range: Range) {
    this.#range = range;
    this.#grains = (range.endMs - range.startMs) / GRAIN_MS;
    this.#counts = FEATURES.map(() => new Float64Array(this.#grains * CELLS));
  }

  add(timeMs: number, feature: number, cell: number): void {
    const grain = Math.floor((timeMs - this.#range.startMs) / GRAIN_MS);
    if (grain >= 0 && grain < this.#grains) this.#counts[feature]![grain * CELLS + cell]! += 1;
  }

  /** Row-major, windows × buckets. */
  windows(feature: number, widthMs: number): Float64Array {
    const grainsEach = widthMs / GRAIN_MS;
    const windows = Math.floor(this.#grains / grainsEach);
    const counts = new Float64Array(windows * CELLS);
    const own = this.#counts[feature]!;
    for (let i = 0; i < windows * grainsEach * CELLS; i++) {
      const window = Math.floor(i / CELLS / grainsEach);
      counts[window * CELLS + (i % CELLS)]! += own[i]!;
    }
    return counts;
  }
}
