import { ModelwatchError } from "@modelwatch/conventions/error";
import { checkedBounds, createNumericDistribution } from "../create-distribution.js";
import type { NumericDistribution } from "../distribution.js";
import { canonicalBound } from "../exponential/exponential-bounds.js";
import type { CountedRange, SparseHistogram } from "../sparse-histogram.js";
import { readCount, readNumber, type WrittenCount } from "./read-count.js";

/** One `_bucket` series of a classic histogram: how many values are at most `le`. */
export interface PrometheusBucket {
  readonly le: number | string;
  readonly count: WrittenCount;
}

/**
 * A classic histogram from its buckets in any order; the counts are cumulative and `+Inf` is one of them.
 * @throws ModelwatchError `invalid-argument`: no `+Inf` bucket, a bound given twice, a count that is no integer or falls as the
 * bounds rise.
 */
export function distributionFromPrometheusBuckets(
  buckets: readonly PrometheusBucket[],
  sum?: number | string,
): NumericDistribution {
  const ascending = buckets
    .map(({ le, count }, index) => ({
      bound: readNumber(le, `buckets[${index}].le`),
      count: readCount(count, `buckets[${index}].count`),
    }))
    .toSorted((a, b) => a.bound - b.bound);
  if (ascending.at(-1)?.bound !== Infinity)
    throw invalid("buckets has no bound +Inf", 'cumulative counts up to le="+Inf"');
  const bounds = checkedBounds(ascending.slice(0, -1).map(({ bound }) => bound));
  const counts = ascending.map(({ bound, count }, index) => {
    const own = count - (ascending[index - 1]?.count ?? 0);
    if (own >= 0) return own;
    throw invalid(`buckets: le="${bound}" counts ${count}, less than the bound before`, "cumulative counts");
  });
  return createNumericDistribution({ bounds, counts, ...knownSum(sum) });
}

/**
 * Which ends of a bucket belong to it: 0 the upper one, 1 the lower one, 2 neither, 3 both.
 * https://prometheus.io/docs/prometheus/latest/querying/api/#native-histograms
 */
export type PrometheusBoundaryRule = 0 | 1 | 2 | 3;

/** A native histogram, exponential or with custom buckets, as the HTTP API writes it: the second entry of a sample `[time, …]`. */
export interface PrometheusNativeHistogram {
  readonly count: WrittenCount;
  readonly sum: number | string;
  /** Empty buckets are left out; without values the field is missing. */
  readonly buckets?: readonly (readonly [
    rule: PrometheusBoundaryRule,
    lower: number | string,
    upper: number | string,
    count: WrittenCount,
  ])[];
}

/**
 * A native histogram as ranges; bring it to bounds with distributionsFromSparse. Ours are upper-inclusive (rule 0: positive and
 * custom buckets). Under rules 1 to 3 (negative ranges, the zero bucket) a value that equals a bound exactly may count one bucket
 * too high or low; other values are where they belong. (Prometheus' OTLP receiver writes ±1e−128 for whatever zero threshold was
 * sent: what was within it is then read as 0.) NaN observations are in `count` and in no bucket: they are left out.
 * Bounds that are powers 2^(i/256) to the rounding of the server's tables become those of OTLP's exponential histograms.
 * @throws ModelwatchError `invalid-argument` for a rule, bound or count outside the format, and for a count below its buckets'.
 */
export function sparseFromPrometheusNative(histogram: PrometheusNativeHistogram): SparseHistogram {
  const ranges = (histogram.buckets ?? []).map(([rule, lower, upper, count], index): CountedRange => {
    const name = `buckets[${index}]`;
    if (![0, 1, 2, 3].includes(rule)) throw invalid(`${name} has the rule ${String(rule)}`, "0, 1, 2 or 3");
    return {
      low: canonicalBound(readNumber(lower, `${name}'s lower bound`)),
      high: canonicalBound(readNumber(upper, `${name}'s upper bound`)),
      count: readCount(count, `${name}'s count`),
    };
  });
  const total = ranges.reduce((sum, { count }) => sum + count, 0);
  const count = readCount(histogram.count, "count");
  if (count < total) throw invalid(`count is ${count}`, `at least the sum of the buckets, ${total}`);
  return { ranges, ...knownSum(histogram.sum) };
}

/** One NaN or infinite observation makes the sum so: it is not known then. */
function knownSum(sum: number | string | undefined): { sum?: number } {
  const number = sum === undefined ? Number.NaN : readNumber(sum, "sum");
  return Number.isFinite(number) ? { sum: number } : {};
}

function invalid(problem: string, allowed: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", { problem, allowed });
}
