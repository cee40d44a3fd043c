import { createCategoricalDistribution } from "../create-distribution.js";
import type { CategoricalDistribution } from "../distribution.js";
import { readCount, type WrittenCount } from "./read-count.js";

/** One point of a category counter: an OTLP sum, a Prometheus sample, a row of raw data with the count 1. */
export interface CategoryCount {
  readonly category: string;
  readonly count: WrittenCount;
}

/**
 * Counts by category, in the order in which the categories first appear; points of one category (processes, rows) are added.
 * @throws ModelwatchError `invalid-argument` for a count that is not an integer from 0 to 2^53 − 1, alone or together.
 */
export function distributionFromCategories(points: Iterable<CategoryCount>): CategoricalDistribution {
  const counts = new Map<string, number>();
  let index = 0;
  for (const { category, count } of points) {
    const own = readCount(count, `points[${index++}].count`);
    counts.set(category, (counts.get(category) ?? 0) + own);
  }
  return createCategoricalDistribution({ categories: [...counts.keys()], counts: [...counts.values()] });
}
