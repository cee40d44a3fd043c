import type { Series } from "../series-dictionary.js";

/** A stored point, whatever its kind: `values` are bucket counts, or one number. */
export interface StoredPoint {
  readonly startMs: number;
  readonly timeMs: number;
  readonly values: readonly number[];
  /** A histogram's own sum. */
  readonly sum: number | undefined;
}

/** What was counted between two instants. */
export interface Increment {
  /** 0 where the start is unknown. */
  readonly startMs: number;
  readonly timeMs: number;
  readonly values: readonly number[];
  readonly sum: number | undefined;
  readonly reset: boolean;
}

/**
 * A series' increments in order of time. Delta points are increments as they stand. A cumulative point counts what it has
 * more than its predecessor; a value that fell, or another start, is a restart from zero, and the whole point counts since
 * then. The first point counts since its start; with an unknown start it only sets the base.
 */
export function* toIncrements(series: Series, stored: readonly StoredPoint[]): Generator<Increment> {
  if (series.temporality === "delta") {
    for (const point of stored) yield { ...point, reset: false };
    return;
  }
  const points = stored.toSorted((a, b) => a.timeMs - b.timeMs || a.startMs - b.startMs);
  let previous: StoredPoint | undefined;
  for (const point of points) {
    if (previous !== undefined) yield step(series, previous, point);
    else if (point.startMs > 0) yield { ...point, reset: false };
    previous = point;
  }
}

function step(series: Series, previous: StoredPoint, point: StoredPoint): Increment {
  const restarted = point.startMs > 0 && previous.startMs > 0 && point.startMs !== previous.startMs;
  if (restarted) return { ...point, reset: true };
  const fell = series.monotonic && point.values.some((value, i) => value < previous.values[i]!);
  if (fell) return { ...point, startMs: previous.timeMs, reset: true };
  const known = point.sum !== undefined && previous.sum !== undefined;
  return {
    startMs: previous.timeMs,
    timeMs: point.timeMs,
    values: point.values.map((value, i) => value - previous.values[i]!),
    sum: known ? point.sum - previous.sum : undefined,
    reset: false,
  };
}
