import type { ValueLayout } from "./value-series.js";

/** A histogram and its companion counters: `.squares`, and where values can be negative `.positive` and `.negative`. */
export function seriesPerHistogram(layout: ValueLayout): number {
  return layout.neverNegative ? 2 : 4;
}

/**
 * The bound on series of a process. What has no strata is created whatever the limit says, since its number is fixed by the
 * declaration; series of single strata are refused beyond the limit and counted together.
 */
export class SeriesLimit {
  readonly most: number;
  #used = 0;

  constructor(most: number) {
    this.most = most;
  }

  get used(): number {
    return this.#used;
  }

  take(series: number): void {
    this.#used += series;
  }

  tryTake(series: number): boolean {
    if (this.#used + series > this.most) return false;
    this.#used += series;
    return true;
  }
}
