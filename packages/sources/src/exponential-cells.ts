import { downscaleExponential, exponentialBound, exponentialIndex } from "@modelwatch/statistics";
import type { ExponentialHistogram, ExponentialRange } from "@modelwatch/statistics";

/**
 * An exponential histogram as stores keep it: integers alone, so that joining, adding and subtracting are exact and the same in
 * SQL as here. A cell is a bucket's index and what it counts, as one integer; those without counts are left out.
 */
export interface ExponentialCells {
  /** From {@link COARSEST_SCALE} to {@link FINEST_SCALE}. */
  readonly scale: number;
  /** The zero bucket holds magnitudes up to base^zero. */
  readonly zero: number;
  readonly cells: readonly number[];
  readonly counts: readonly number[];
}

/** Two buckets hold all doubles of a sign: (0, 1] and (1, ∞). */
export const COARSEST_SCALE = -11;
/** The finest of OpenTelemetry's SDKs; finer ones are joined. */
export const FINEST_SCALE = 20;

/** What a cell counts: magnitudes in (base^index, base^(index+1)] of a sign, or all up to base^index. */
export const POSITIVE = 0;
export const NEGATIVE = 1;
export const ZERO = 2;

export function toCell(index: number, kind: number): number {
  return index * 4 + kind;
}

export function indexOf(cell: number): number {
  return Math.floor(cell / 4);
}

export function kindOf(cell: number): number {
  return cell - indexOf(cell) * 4;
}

/** The indices of buckets in which a double can lie, from `first` up to but without `end`. */
export function doubleIndices(scale: number): { readonly first: number; readonly end: number } {
  return { first: Math.floor(-1075 * 2 ** scale), end: Math.ceil(1024 * 2 ** scale) };
}

/**
 * A histogram in cells. A zero threshold within a bucket is raised to the bucket's bound, and the bucket counts as zero.
 */
export function toExponentialCells(histogram: ExponentialHistogram): ExponentialCells {
  const { positive, negative, zeroCount, zeroThreshold } = downscaleExponential(
    histogram,
    Math.min(histogram.scale, FINEST_SCALE),
  );
  // below the coarsest scale the buckets of doubles are the same two
  const scale = Math.min(Math.max(histogram.scale, COARSEST_SCALE), FINEST_SCALE);
  const zero = zeroThreshold > 0 ? exponentialIndex(scale, zeroThreshold) + 1 : exactZero(scale);
  const cells: number[] = [];
  const counts: number[] = [];
  let zeros = zeroCount;
  const add = ({ offset, counts: own }: ExponentialRange, kind: number): void =>
    own.forEach((count, k) => {
      if (count === 0) return;
      if (offset + k < zero) {
        zeros += count;
        return;
      }
      cells.push(toCell(offset + k, kind));
      counts.push(count);
    });
  add(positive, POSITIVE);
  add(negative, NEGATIVE);
  if (zeros > 0) {
    cells.push(toCell(zero, ZERO));
    counts.push(zeros);
  }
  return { scale, zero, cells, counts };
}

/** The bound 2^−2048, which is 0 as a double, at any scale; so a zero bucket of nothing but zeros needs no case of its own. */
export function exactZero(scale: number): number {
  return -(2 ** (scale - COARSEST_SCALE));
}

/** The zero bucket's bound at a coarser scale: the next one upwards. */
export function coarsenZero(zero: number, shift: number): number {
  return Math.ceil(zero / 2 ** shift);
}

/** A cell at a scale that is `shift` coarser, where magnitudes up to base^zero count as zero. */
export function coarsenCell(cell: number, shift: number, zero: number): number {
  const index = Math.floor(indexOf(cell) / 2 ** shift);
  const kind = kindOf(cell);
  return kind === ZERO || index < zero ? toCell(zero, ZERO) : toCell(index, kind);
}

/**
 * What `now` counts more than `before`, at the coarser of their scales and with the wider of their zero buckets; undefined where
 * a cell fell.
 */
export function subtractCells(now: ExponentialCells, before: ExponentialCells): ExponentialCells | undefined {
  const scale = Math.min(now.scale, before.scale);
  const zero = Math.max(
    coarsenZero(now.zero, now.scale - scale),
    coarsenZero(before.zero, before.scale - scale),
  );
  const change = new Map<number, number>();
  const add = (histogram: ExponentialCells, sign: 1 | -1): void =>
    histogram.cells.forEach((cell, i) => {
      const common = coarsenCell(cell, histogram.scale - scale, zero);
      change.set(common, (change.get(common) ?? 0) + sign * histogram.counts[i]!);
    });
  add(now, 1);
  add(before, -1);
  const changed = [...change].filter(([, count]) => count !== 0);
  if (changed.some(([, count]) => count < 0)) return undefined;
  return { scale, zero, cells: changed.map(([cell]) => cell), counts: changed.map(([, count]) => count) };
}

/** The largest value of a cell: its bound in a layout. Infinite where no double bounds it. */
export function upperInclusive(cell: number, scale: number): number {
  const index = indexOf(cell);
  switch (kindOf(cell)) {
    case POSITIVE:
      return exponentialBound(scale, index + 1);
    case NEGATIVE:
      // + 0: a bound of −0 is 0
      return -exponentialBound(scale, index) + 0;
    default:
      return exponentialBound(scale, index);
  }
}
