import { DEFAULT_MAX_BUCKETS, bucketOf } from "@modelwatch/statistics";
import {
  NEGATIVE,
  POSITIVE,
  ZERO,
  coarsenCell,
  coarsenZero,
  indexOf,
  kindOf,
  toCell,
  upperInclusive,
} from "./exponential-cells.js";
import { checkAnswerSize } from "./windows-request.js";

/** Counts by window under one layout: row-major, windows × (bounds + 1). */
export interface CountMatrix {
  readonly bounds: Float64Array;
  readonly counts: Float64Array;
}

/** A scale, and the bound of the zero bucket in it. */
interface CommonScale {
  readonly scale: number;
  readonly zero: number;
}

/**
 * Exponential counts of whatever scales, gathered by window, that come out under one layout: the buckets of one scale from the
 * smallest to the largest used magnitude of each sign. The scale is the coarsest of those that counted, or coarser still where a
 * sign would need more than 160 buckets. Counts are joined, never split: each is exact.
 */
export class ExponentialWindows {
  readonly #windows: number;
  /** By scale, then cell: windows and counts in turn. */
  readonly #counted = new Map<number, Map<number, number[]>>();

  constructor(windows: number) {
    this.#windows = windows;
  }

  add(window: number, scale: number, cell: number, count: number): void {
    let cells = this.#counted.get(scale);
    if (cells === undefined) this.#counted.set(scale, (cells = new Map()));
    const known = cells.get(cell);
    if (known === undefined) cells.set(cell, [window, count]);
    else known.push(window, count);
  }

  toMatrix(): CountMatrix {
    const common = this.#commonScale();
    const bounds = toBounds(this.#usedCells(common), common.scale);
    const width = bounds.length + 1;
    checkAnswerSize(this.#windows * width);
    const counts = new Float64Array(this.#windows * width);
    for (const [scale, cells] of this.#counted) {
      for (const [cell, counted] of cells) {
        const target = coarsenCell(cell, scale - common.scale, common.zero);
        const column = bucketOf(upperInclusive(target, common.scale), bounds);
        for (let i = 0; i < counted.length; i += 2) counts[counted[i]! * width + column]! += counted[i + 1]!;
      }
    }
    return { bounds, counts };
  }

  #commonScale(): CommonScale {
    let scale = Math.min(...this.#counted.keys());
    for (;;) {
      const common = { scale, zero: this.#zeroAt(scale) };
      const used = this.#usedCells(common);
      const widest = Math.max(widthOf(used, POSITIVE), widthOf(used, NEGATIVE));
      if (widest <= DEFAULT_MAX_BUCKETS) return common;
      scale--;
    }
  }

  /** The widest zero bucket that counted, in a scale. */
  #zeroAt(common: number): number {
    let widest = -Infinity;
    for (const [scale, cells] of this.#counted) {
      for (const cell of cells.keys()) {
        if (kindOf(cell) === ZERO) widest = Math.max(widest, coarsenZero(indexOf(cell), scale - common));
      }
    }
    return widest;
  }

  #usedCells({ scale, zero }: CommonScale): ReadonlySet<number> {
    const used = new Set<number>();
    for (const [own, cells] of this.#counted) {
      for (const cell of cells.keys()) used.add(coarsenCell(cell, own - scale, zero));
    }
    return used;
  }
}

function indexRange(
  used: ReadonlySet<number>,
  kind: number,
): { readonly first: number; readonly last: number } {
  let first = Infinity;
  let last = -Infinity;
  for (const cell of used) {
    if (kindOf(cell) !== kind) continue;
    first = Math.min(first, indexOf(cell));
    last = Math.max(last, indexOf(cell));
  }
  return { first, last };
}

function widthOf(used: ReadonlySet<number>, kind: number): number {
  const { first, last } = indexRange(used, kind);
  return last < first ? 0 : last - first + 1;
}

/** Ascending: negative buckets, the ends of the zero bucket, positive buckets. 0 parts the signs where no zero bucket does. */
function toBounds(used: ReadonlySet<number>, scale: number): Float64Array {
  const [negative, positive, zero] = [NEGATIVE, POSITIVE, ZERO].map((kind) => indexRange(used, kind));
  const bounds: number[] = [];
  for (let index = negative!.last + 1; index >= negative!.first; index--) {
    bounds.push(upperInclusive(toCell(index, NEGATIVE), scale));
  }
  const zeroBound = zero!.last === -Infinity ? 0 : upperInclusive(toCell(zero!.last, ZERO), scale);
  bounds.push(-zeroBound + 0, zeroBound);
  for (let index = positive!.first - 1; index <= positive!.last; index++) {
    bounds.push(upperInclusive(toCell(index, POSITIVE), scale));
  }
  // doubles too far apart for their scale, at both of its ends, share a bound
  return Float64Array.from(new Set(bounds.filter(Number.isFinite)));
}
