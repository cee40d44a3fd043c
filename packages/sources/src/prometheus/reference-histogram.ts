import { distributionFromSparse, sparseFromVmrange } from "@modelwatch/statistics";
import { buildWindowedSeries } from "../build-windows.js";
import { labelsKey } from "../labels.js";
import { VMRANGE_LABEL } from "./bucket-kinds.js";
import { BOUND_LABEL } from "./classic-buckets.js";
import { toCountMatrix } from "./native-layout.js";
import { parseNumber } from "./json.js";
import type { ExactMoments } from "../build-windows.js";
import type { Labels, ReferenceSeries } from "../source.js";
import type { LastValue } from "./last-values.js";

/** The last values of the counters beside a reference histogram. */
export interface ReferenceMoments {
  readonly sum: readonly LastValue[];
  readonly positive: readonly LastValue[];
  readonly negative: readonly LastValue[];
  readonly squares: readonly LastValue[];
}

/** One process' classic histogram: `le` buckets hold what is at or below their bound, we hold what is between. */
export function toClassicReference(
  labels: Labels,
  stored: Labels,
  buckets: readonly LastValue[],
  moments: ReferenceMoments,
): ReferenceSeries {
  const byBound = new Map(
    buckets.map((bucket) => [parseNumber(bucket.labels[BOUND_LABEL]), bucket.value ?? 0]),
  );
  const bounds = [...byBound.keys()].sort((a, b) => a - b);
  const cumulative = bounds.map((bound) => byBound.get(bound) ?? 0);
  const counts = Float64Array.from(cumulative, (value, i) => value - (cumulative[i - 1] ?? 0));
  const layout = { kind: "numeric", bounds: Float64Array.from(bounds.filter(Number.isFinite)) } as const;
  return buildWindowedSeries(
    labels,
    layout,
    counts,
    new Uint8Array(1),
    lastMoments(stored, moments, undefined),
  );
}

/** One process' ranges, each with its own count. */
export function toVmrangeReference(
  labels: Labels,
  stored: Labels,
  ranges: readonly LastValue[],
  moments: ReferenceMoments,
): ReferenceSeries {
  const written = ranges.map((range) => ({
    vmrange: range.labels[VMRANGE_LABEL] ?? "",
    count: range.value ?? 0,
  }));
  const { bounds, counts } = distributionFromSparse(sparseFromVmrange(written));
  const known = lastMoments(stored, moments, undefined);
  return buildWindowedSeries(labels, { kind: "numeric", bounds }, counts, new Uint8Array(1), known);
}

export function toNativeReference(
  labels: Labels,
  stored: Labels,
  histograms: readonly LastValue[],
  moments: ReferenceMoments,
): ReferenceSeries {
  const found = histograms.flatMap(({ histogram }) => (histogram === undefined ? [] : [histogram]));
  const [histogram = { count: 0, sum: 0, buckets: [] }] = found;
  const { bounds, counts } = toCountMatrix(new Map([[0, histogram]]), 1);
  const known = lastMoments(stored, moments, histogram.sum);
  return buildWindowedSeries(labels, { kind: "numeric", bounds }, counts, new Uint8Array(1), known);
}

/** The moments of the same process; `.positive` − `.negative` goes before the histogram's own sum. */
function lastMoments(stored: Labels, moments: ReferenceMoments, nativeSum: number | undefined): ExactMoments {
  const key = labelsKey(stored);
  const valueOf = (values: readonly LastValue[]): number | undefined =>
    values.find((value) => labelsKey(value.labels) === key)?.value;
  const positive = valueOf(moments.positive);
  const negative = valueOf(moments.negative);
  const split =
    positive === undefined && negative === undefined ? undefined : (positive ?? 0) - (negative ?? 0);
  const sum = split ?? valueOf(moments.sum) ?? nativeSum;
  const squares = valueOf(moments.squares);
  return {
    ...(sum !== undefined && Number.isFinite(sum) && { sums: Float64Array.of(sum) }),
    ...(squares !== undefined && Number.isFinite(squares) && { sumsOfSquares: Float64Array.of(squares) }),
  };
}
