import { ModelwatchError } from "@modelwatch/conventions";
import type { ExponentialCells } from "../exponential-cells.js";
import { SeriesDictionary } from "../series-dictionary.js";
import type { Series } from "../series-dictionary.js";
import { toExponentialIncrements, toIncrements } from "./increments.js";
import type { Increment, StoredPoint } from "./increments.js";

/** Everything that the memory store holds. */
export class MemoryData {
  readonly dictionary = new SeriesDictionary();
  readonly batchIds = new Set<string>();
  readonly #points: StoredPoint[][] = [];
  readonly #exponentials: StoredPoint<ExponentialCells>[][] = [];
  #closed = false;

  pointsOf(series: Series): readonly StoredPoint[] {
    return this.#points[series.id] ?? [];
  }

  exponentialsOf(series: Series): readonly StoredPoint<ExponentialCells>[] {
    return this.#exponentials[series.id] ?? [];
  }

  incrementsOf(series: Series): Iterable<Increment> {
    return toIncrements(series, this.pointsOf(series));
  }

  exponentialIncrementsOf(series: Series): Iterable<Increment<ExponentialCells>> {
    return toExponentialIncrements(series, this.exponentialsOf(series));
  }

  /** The increments of a histogram, explicit or exponential, in which something was counted. */
  *countedOf(series: Series): Generator<Increment<unknown>> {
    if (series.kind === "exponential") {
      for (const increment of this.exponentialIncrementsOf(series)) {
        if (increment.values.cells.length > 0) yield increment;
      }
    } else {
      for (const increment of this.incrementsOf(series)) {
        if (increment.values.some((count) => count !== 0)) yield increment;
      }
    }
  }

  add(series: Series, point: StoredPoint): void {
    (this.#points[series.id] ??= []).push(point);
  }

  addExponential(series: Series, point: StoredPoint<ExponentialCells>): void {
    (this.#exponentials[series.id] ??= []).push(point);
  }

  close(): void {
    this.#closed = true;
  }

  /** @throws ModelwatchError `unavailable` after {@link close}. */
  checkOpen(): void {
    if (this.#closed) throw new ModelwatchError("unavailable", "the memory store is closed");
  }
}
