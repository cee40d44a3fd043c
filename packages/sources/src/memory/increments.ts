import { subtractCells } from "../exponential-cells.js";
import type { ExponentialCells } from "../exponential-cells.js";
import type { Series } from "../series-dictionary.js";

/** Bucket counts, or one number. */
export type Values = readonly number[];

/** A stored point, whatever its kind. */
export interface StoredPoint<V = Values> {
  readonly startMs: number;
  readonly timeMs: number;
  readonly values: V;
  /** A histogram's own sum. */
  readonly sum: number | undefined;
}

/** What was counted between two instants. */
export interface Increment<V = Values> {
  /** 0 where the start is unknown. */
  readonly startMs: number;
  readonly timeMs: number;
  readonly values: V;
  readonly sum: number | undefined;
  readonly reset: boolean;
}

/** What `now` has more than `before`; undefined where a value fell that only a restart lets fall. */
type Subtract<V> = (now: V, before: V) => V | undefined;

export function toIncrements(series: Series, stored: readonly StoredPoint[]): Iterable<Increment> {
  return increments(series, stored, (now, before) => {
    const fell = series.monotonic && now.some((value, i) => value < before[i]!);
    return fell ? undefined : now.map((value, i) => value - before[i]!);
  });
}

export function toExponentialIncrements(
  series: Series,
  stored: readonly StoredPoint<ExponentialCells>[],
): Iterable<Increment<ExponentialCells>> {
  return increments(series, stored, subtractCells);
}

/**
 * A series' increments in order of time. Delta points are increments as they stand. A cumulative point counts what it has
 * more than its predecessor; a value that fell, or another start, is a restart from zero, and the whole point counts since
 * then. The first point counts since its start; with an unknown start it only sets the base.
 */
function* increments<V>(
  series: Series,
  stored: readonly StoredPoint<V>[],
  subtract: Subtract<V>,
): Generator<Increment<V>> {
  if (series.temporality === "delta") {
    for (const point of stored) yield { ...point, reset: false };
    return;
  }
  const points = stored.toSorted((a, b) => a.timeMs - b.timeMs || a.startMs - b.startMs);
  let previous: StoredPoint<V> | undefined;
  for (const point of points) {
    if (previous !== undefined) yield step(previous, point, subtract);
    else if (point.startMs > 0) yield { ...point, reset: false };
    previous = point;
  }
}

function step<V>(previous: StoredPoint<V>, point: StoredPoint<V>, subtract: Subtract<V>): Increment<V> {
  const restarted = point.startMs > 0 && previous.startMs > 0 && point.startMs !== previous.startMs;
  if (restarted) return { ...point, reset: true };
  const values = subtract(point.values, previous.values);
  if (values === undefined) return { ...point, startMs: previous.timeMs, reset: true };
  const known = point.sum !== undefined && previous.sum !== undefined;
  return {
    startMs: previous.timeMs,
    timeMs: point.timeMs,
    values,
    sum: known ? point.sum - previous.sum : undefined,
    reset: false,
  };
}
