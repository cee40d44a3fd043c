import { ModelwatchError } from "@modelwatch/conventions/error";
import { BELOW_ZERO, type SparseHistogram } from "../sparse-histogram.js";
import { readCount, readNumber, type WrittenCount } from "./read-count.js";

/** One bucket series of VictoriaMetrics: the label `vmrange` and how many values are in it, not cumulative. */
export interface VmrangeBucket {
  /** `lower...upper`, upper-inclusive; the outermost are `0...1.000e-09` and `1.000e+18...+Inf`. */
  readonly vmrange: string;
  readonly count: WrittenCount;
}

/**
 * Buckets of a VictoriaMetrics histogram as ranges; bring them to bounds with distributionsFromSparse. The label's four digits are
 * taken as the bounds: a value within the last of them (0.05 %) of a bound may lie in the neighbouring bucket. Two ranges that
 * overlap by such rounding are joined into one bucket. A range narrower than the digits show, such as `5.000e+00...5.000e+00` of an
 * exponential histogram of a fine scale, is taken as all that is written so. A range from 0 holds the zeros too.
 * @throws ModelwatchError `invalid-argument` for a label or count outside the format.
 */
export function sparseFromVmrange(buckets: readonly VmrangeBucket[], sum?: number | string): SparseHistogram {
  const ranges = buckets.map(({ vmrange, count }, index) => {
    const name = `buckets[${index}].vmrange`;
    const [lower, upper, ...rest] = vmrange.split("...");
    if (lower === undefined || upper === undefined || rest.length > 0) {
      throw new ModelwatchError("invalid-argument", {
        problem: `${name} is ${JSON.stringify(vmrange)}`,
        allowed: "lower...upper, such as 1.000e-02...1.136e-02",
      });
    }
    const ends = { low: readNumber(lower, name), high: readNumber(upper, name) };
    const range = ends.low === ends.high && ends.low !== 0 ? writtenAs(ends.low) : ends;
    return {
      low: range.low === 0 ? BELOW_ZERO : range.low,
      high: range.high,
      count: readCount(count, `buckets[${index}].count`),
    };
  });
  const known = sum === undefined ? Number.NaN : readNumber(sum, "sum");
  return { ranges, ...(Number.isFinite(known) ? { sum: known } : {}) };
}

/** The numbers that have the same four digits: half a unit of the last to either side. */
function writtenAs(value: number): { readonly low: number; readonly high: number } {
  const half = 0.0005 * 10 ** Math.floor(Math.log10(Math.abs(value)));
  return { low: value - half, high: value + half };
}
