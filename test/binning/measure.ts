import {
  computeDistances,
  createNumericDistribution,
  FAST_DISTANCES,
  type FastDistance,
} from "@modelwatch/statistics";
import type { DriftCase } from "./drift-cases.js";
import type { Law } from "./law.js";
import { shareBetween, type TrueDistances } from "./true-distances.js";

/** W1 is measured twice: from the buckets alone, and with the exact sums that OTLP carries. */
export const MEASURES = [...FAST_DISTANCES, "wasserstein-1 with sums"] as const;
export type Measure = (typeof MEASURES)[number];

/** Relative errors: 0 is right, −1 is all lost. */
export type Errors = Readonly<Record<Measure, number>>;

/** So many values that sampling plays no part; the counts are integers all the same. */
const COUNT = 2 ** 50;

/** What the product's own distances say under a layout, relative to the truth. A distance that is undetermined there is all lost. */
export function measureErrors(drift: DriftCase, bounds: ArrayLike<number>, truth: TrueDistances): Errors {
  const errors: Partial<Record<Measure, number>> = {};
  const relative = (id: FastDistance, value: number): number => value / truth.distances[id] - 1;
  const fromBuckets = measureDistances(drift, bounds);
  for (const id of FAST_DISTANCES) errors[id] = relative(id, fromBuckets(id));
  const withSums = measureDistances(drift, bounds, truth);
  errors["wasserstein-1 with sums"] = relative("wasserstein-1", withSums("wasserstein-1"));
  return errors as Errors;
}

function measureDistances(
  { reference, current }: DriftCase,
  bounds: ArrayLike<number>,
  means?: TrueDistances,
): (id: FastDistance) => number {
  const ofReference = countsUnder(reference, bounds);
  const ofCurrent = countsUnder(current, bounds);
  const totalOfCurrent = ofCurrent.reduce((sum, count) => sum + count, 0);
  const totalOfReference = ofReference.reduce((sum, count) => sum + count, 0);
  const distribution = createNumericDistribution({
    bounds,
    counts: ofReference,
    ...(means === undefined ? {} : { sum: means.meanOfReference * totalOfReference }),
  });
  const { values, known } = computeDistances(
    {
      layout: { kind: "numeric", bounds: distribution.bounds },
      windows: 1,
      cells: ofCurrent.length,
      counts: ofCurrent,
      totals: Float64Array.of(totalOfCurrent),
      ...(means === undefined ? {} : { sums: Float64Array.of(means.meanOfCurrent * totalOfCurrent) }),
    },
    distribution,
    FAST_DISTANCES,
  );
  return (id) => {
    const column = FAST_DISTANCES.indexOf(id);
    return known[column] === 1 ? values[column]! : 0;
  };
}

function countsUnder(law: Law, bounds: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: bounds.length + 1 }, (_, k) =>
    Math.round(COUNT * shareBetween(law, bounds[k - 1] ?? -Infinity, bounds[k] ?? Infinity)),
  );
}
