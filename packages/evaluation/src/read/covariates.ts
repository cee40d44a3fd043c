import {
  METRIC_BUSINESS_COVARIATE,
  METRIC_BUSINESS_CROSS_PRODUCT,
  SUFFIX_NEGATIVE,
  SUFFIX_POSITIVE,
  SUFFIX_SQUARES,
} from "@modelwatch/conventions";
import type { WindowedSums, WindowsRequest } from "@modelwatch/sources";
import type { ReadContext } from "./model-matchers.js";
import { labelsKey, sortSeries } from "./series-matrix.js";

/** Σy, Σy² and Σxy of a covariate from before the experiment, in base windows. Each business value has one, so n is theirs. */
export interface CovariateSums {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
  readonly crossProducts: Float64Array;
}

type CovariateRequest = Omit<WindowsRequest, "metric">;

/** Key of the group's labels → its covariate; empty where the business metric has none, or not all that CUPED needs. */
export async function readCovariates(
  context: ReadContext,
  request: CovariateRequest,
): Promise<ReadonlyMap<string, CovariateSums>> {
  const products = await readSigned(context, METRIC_BUSINESS_CROSS_PRODUCT, request);
  if (products.size === 0) return new Map();
  const sums = await readSigned(context, METRIC_BUSINESS_COVARIATE, request);
  const squares = await readSigned(context, METRIC_BUSINESS_COVARIATE + SUFFIX_SQUARES, request, [""]);
  const windows = request.edges.length - 1;
  const none = new Float64Array(windows);
  return new Map(
    // a group whose covariates are all 0 sends squares of 0, which stores leave out
    [...new Set([...products.keys(), ...sums.keys(), ...squares.keys()])].map((key) => [
      key,
      {
        sums: sums.get(key) ?? none,
        squares: squares.get(key) ?? none,
        crossProducts: products.get(key) ?? none,
      },
    ]),
  );
}

const SIGNS: readonly string[] = ["", SUFFIX_POSITIVE, SUFFIX_NEGATIVE];

/** A counter, and where values can be negative its two halves: Σ = plain + positive − negative. */
async function readSigned(
  context: ReadContext,
  metric: string,
  request: CovariateRequest,
  suffixes = SIGNS,
): Promise<ReadonlyMap<string, Float64Array>> {
  const totals = new Map<string, Float64Array>();
  for (const suffix of suffixes) {
    const series = await context.source.sumWindows({ ...request, metric: metric + suffix }, context.signal);
    for (const one of sortSeries(series)) addTo(totals, one, suffix === SUFFIX_NEGATIVE ? -1 : 1);
  }
  return totals;
}

function addTo(totals: Map<string, Float64Array>, { labels, sums }: WindowedSums, sign: number): void {
  const key = labelsKey(labels);
  const total = totals.get(key) ?? new Float64Array(sums.length);
  totals.set(
    key,
    total.map((value, window) => value + sign * sums[window]!),
  );
}
