import {
  addToSketch,
  createQuantileSketch,
  distributionsFromSparse,
  exponentialFromValues,
  quantileBounds,
  toSparseHistogram,
} from "@modelwatch/statistics";
import type { DriftCase } from "./drift-cases.js";
import { quantileOf, type Law } from "./law.js";

export interface NamedLayout {
  readonly name: string;
  readonly boundsFor: (drift: DriftCase) => ArrayLike<number>;
}

/** Values per side that an exponential histogram has seen when its 160 buckets are chosen, and a sketch when it is fitted. */
const VALUES = 10_000;

/** https://opentelemetry.io/docs/specs/otel/metrics/sdk/#explicit-bucket-histogram-aggregation */
const OTEL_DEFAULT_BOUNDS = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];

export const LAYOUTS = [
  { name: "deciles", boundsFor: ({ reference }) => cutAt(reference, 10) },
  { name: "32 reference quantiles", boundsFor: ({ reference }) => fitQuantiles(reference, 32) },
  { name: "64 reference quantiles", boundsFor: ({ reference }) => fitQuantiles(reference, 64) },
  { name: "exponential, 160 buckets", boundsFor: exponentialBoundsOf },
  { name: "OpenTelemetry's default bounds", boundsFor: () => OTEL_DEFAULT_BOUNDS },
] as const satisfies readonly NamedLayout[];

export type LayoutName = (typeof LAYOUTS)[number]["name"];

function cutAt(law: Law, parts: number): number[] {
  return Array.from({ length: parts - 1 }, (_, k) => quantileOf(law, (k + 1) / parts));
}

/** As `fit` would from a training set: a sketch of the reference's values. */
function fitQuantiles(law: Law, k: number): Float64Array {
  const sketch = createQuantileSketch();
  for (const value of valuesOf(law)) addToSketch(sketch, value);
  const fitted = quantileBounds(sketch, k);
  if (fitted.kind === "undetermined") throw new Error("values were added to the sketch");
  return fitted.bounds;
}

/** Both sides as an SDK would count them, on their common scale. */
function exponentialBoundsOf({ reference, current }: DriftCase): Float64Array {
  const [distribution] = distributionsFromSparse(
    [reference, current].map((law) => toSparseHistogram(exponentialFromValues(valuesOf(law)))),
  );
  return distribution!.bounds;
}

/** Not drawn: the quantiles at equal steps. */
function valuesOf(law: Law): Float64Array {
  return Float64Array.from({ length: VALUES }, (_, k) => quantileOf(law, (k + 0.5) / VALUES));
}
