import { bucketOf, distributionFromSparse, exponentialBound, exponentialIndex } from "@modelwatch/statistics";
import type { CountedRange } from "@modelwatch/statistics";
import { FINEST_SCALE, NEGATIVE, POSITIVE, ZERO, exactZero, toCell } from "../exponential-cells.js";
import { ExponentialWindows } from "../exponential-windows.js";
import type { CountMatrix } from "../exponential-windows.js";
import type { NativeBucket, NativeHistogram } from "./native-histogram.js";

/** Prometheus' OTLP receiver writes this zero threshold, whatever was sent: what is within is read as 0. */
const WRITTEN_ZERO_THRESHOLD = 1e-128;
/** Relative; the server's table of powers differs from ours by a unit or two in the last place. */
const TABLE_ROUNDING = 4 * Number.EPSILON;

/**
 * Native histograms by window under one layout: exponential ones as every store answers them, those with custom bounds under the
 * finest bounds that no bucket straddles. Empty buckets are not in the store's answer, so of custom bounds only those beside a
 * used bucket are known.
 */
export function toCountMatrix(
  histograms: ReadonlyMap<number, NativeHistogram>,
  windows: number,
): CountMatrix {
  return exponentialMatrix(histograms, windows) ?? customMatrix(histograms, windows);
}

/** Undefined where a bucket's bounds are not neighbouring powers 2^(i·2^−scale). */
function exponentialMatrix(
  histograms: ReadonlyMap<number, NativeHistogram>,
  windows: number,
): CountMatrix | undefined {
  const counted = new ExponentialWindows(windows);
  let used = 0;
  for (const [window, { buckets }] of histograms) {
    for (const bucket of buckets) {
      const place = toExponentialCell(bucket);
      if (place === undefined) return undefined;
      counted.add(window, place.scale, place.cell, bucket.count);
      used++;
    }
  }
  return used === 0 ? undefined : counted.toMatrix();
}

function toExponentialCell({
  lower,
  upper,
}: NativeBucket): { readonly scale: number; readonly cell: number } | undefined {
  if (lower === -upper) {
    // of the finest scale, so that it decides nobody's
    const scale = FINEST_SCALE;
    const isExact = upper <= WRITTEN_ZERO_THRESHOLD;
    return { scale, cell: toCell(isExact ? exactZero(scale) : exponentialIndex(scale, upper) + 1, ZERO) };
  }
  const [low, high] = upper > 0 ? [lower, upper] : [-upper, -lower];
  if (!(low > 0 && high < Infinity)) return undefined;
  const scale = Math.round(-Math.log2(Math.log2(high) - Math.log2(low)));
  const index = Math.round(Math.log2(low) * 2 ** scale);
  const isNear = (bound: number, at: number): boolean =>
    Math.abs(exponentialBound(scale, at) - bound) <= TABLE_ROUNDING * bound;
  if (!(isNear(low, index) && isNear(high, index + 1))) return undefined;
  return { scale, cell: toCell(index, upper > 0 ? POSITIVE : NEGATIVE) };
}

function customMatrix(histograms: ReadonlyMap<number, NativeHistogram>, windows: number): CountMatrix {
  const used = new Map<string, CountedRange>();
  for (const { buckets } of histograms.values()) {
    for (const { lower, upper } of buckets) {
      used.set(`${lower} ${upper}`, { low: lower, high: upper, count: 1 });
    }
  }
  const { bounds } = distributionFromSparse({ ranges: [...used.values()] });
  const width = bounds.length + 1;
  const counts = new Float64Array(windows * width);
  for (const [window, { buckets }] of histograms) {
    for (const { upper, count } of buckets) counts[window * width + bucketOf(upper, bounds)]! += count;
  }
  return { bounds, counts };
}
