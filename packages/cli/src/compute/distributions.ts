import {
  computeStatistic,
  createCategoricalDistribution,
  createNumericDistribution,
  distributionFromValues,
  type NumericDistribution,
  type ParameterValues,
  type StatisticResult,
} from "@modelwatch/statistics";

/** Two numeric distributions over the same cells: counts as they are, or one cell for each distinct value of both samples. */
export interface TwoSamples {
  readonly reference: NumericDistribution;
  readonly current: NumericDistribution;
  /** The value that each cell stands for; its position where only counts are known. */
  readonly points: readonly number[];
}

/** Raw values of both samples. */
export function pooledSamples({
  x,
  y,
}: {
  readonly x: readonly number[];
  readonly y: readonly number[];
}): TwoSamples {
  const points = [...new Set([...x, ...y])].sort((a, b) => a - b);
  const bounds = points.slice(0, -1);
  return { reference: distributionFromValues(x, bounds), current: distributionFromValues(y, bounds), points };
}

/** Counts in ordered cells. */
export function orderedCells({
  ref,
  cur,
}: {
  readonly ref: readonly number[];
  readonly cur: readonly number[];
}): TwoSamples {
  const points = ref.map((_, cell) => cell);
  const bounds = points.slice(0, -1);
  return {
    reference: createNumericDistribution({ bounds, counts: ref }),
    current: createNumericDistribution({ bounds, counts: cur }),
    points,
  };
}

/** A statistic of the registry on counts in cells without order. */
export function compareCells(
  id: string,
  { ref, cur }: { readonly ref: readonly number[]; readonly cur: readonly number[] },
  parameters: ParameterValues = {},
): StatisticResult {
  const categories = ref.map((_, cell) => String(cell));
  return computeStatistic(
    id,
    {
      reference: createCategoricalDistribution({ categories, counts: ref }),
      current: createCategoricalDistribution({ categories, counts: cur }),
    },
    parameters,
  );
}
