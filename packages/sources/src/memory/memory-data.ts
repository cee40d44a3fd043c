import { ModelwatchError } from "@modelwatch/conventions";
import { SeriesDictionary } from "../series-dictionary.js";
import type { Series } from "../series-dictionary.js";
import { toIncrements } from "./increments.js";
import type { Increment, StoredPoint } from "./increments.js";

/** Everything that the memory store holds. */
export class MemoryData {
  readonly dictionary = new SeriesDictionary();
  readonly batchIds = new Set<string>();
  readonly #points: StoredPoint[][] = [];
  #closed = false;

  pointsOf(series: Series): readonly StoredPoint[] {
    return this.#points[series.id] ?? [];
  }

  incrementsOf(series: Series): Iterable<Increment> {
    return toIncrements(series, this.pointsOf(series));
  }

  add(series: Series, point: StoredPoint): void {
    const points = this.#points[series.id];
    if (points === undefined) this.#points[series.id] = [point];
    else points.push(point);
  }

  close(): void {
    this.#closed = true;
  }

  /** @throws ModelwatchError `unavailable` after {@link close}. */
  checkOpen(): void {
    if (this.#closed) throw new ModelwatchError("unavailable", "the memory store is closed");
  }
}
