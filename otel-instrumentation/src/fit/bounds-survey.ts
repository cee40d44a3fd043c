import { addToSketch, createQuantileSketch, sortedItems, type SketchItem } from "@modelwatch/statistics";
import { MOST_BOUNDS, quantileBounds } from "./quantile-bounds.js";

/** What a column shows before it has bounds: quantiles in bounded memory, and its values themselves while they are few. */
export class BoundsSurvey {
  readonly #sketch = createQuantileSketch();
  readonly #distinct = new Set<number>();

  /** @param value finite. */
  add(value: number): void {
    addToSketch(this.#sketch, value);
    if (this.#distinct.size <= MOST_BOUNDS) this.#distinct.add(value + 0);
  }

  /** Values so far. */
  get count(): number {
    return this.#sketch.count;
  }

  /** Ascending, with how many values each stands for. */
  items(): readonly SketchItem[] {
    return sortedItems(this.#sketch);
  }

  /** Each value is a bound where there are few, however rare it is; else reference quantiles. At least one value was added. */
  toBounds(): readonly number[] {
    if (this.#distinct.size <= MOST_BOUNDS) return [...this.#distinct].sort((a, b) => a - b);
    return quantileBounds(this.items(), MOST_BOUNDS);
  }
}

/** The layout of a number about which nothing is known but its values. */
export function quantilesOf(survey: BoundsSurvey): readonly number[] {
  return survey.toBounds();
}
