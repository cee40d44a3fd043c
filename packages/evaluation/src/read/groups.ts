import {
  ATTR_BUSINESS_NAME,
  ATTR_OUTCOME_CLASS,
  CLASS_POSITIVE,
  ModelwatchError,
  toStratumAttribute,
} from "@modelwatch/conventions";
import type { Query, WindowQuality } from "@modelwatch/conventions/query";
import type { Matcher, WindowedSeries } from "@modelwatch/sources";
import type { GroupWindows } from "@modelwatch/statistics";
import { readCovariates, type CovariateSums } from "./covariates.js";
import { equals, modelMatchers, type ReadContext } from "./model-matchers.js";
import { compareText, labelsKey, sortSeries } from "./series-matrix.js";
import { readUnits, valueMetricOf, type ValueMetric, type ValueUnits } from "./value-metric.js";

/** One group's values by stratum, in base windows. */
export interface GroupSeries {
  /** Key of the stratum's labels → totals. Without strata the one key is that of no labels. */
  readonly strata: ReadonlyMap<string, StratumSeries>;
  readonly quality: readonly (readonly WindowQuality[])[];
  /** False where a series lacks its exact sum: means cannot be told then. */
  readonly exactSums: boolean;
}

/** Σx over rows, or over Σ of another metric where the value is a ratio. x is the business value, or 1 for a positive truth, else 0. */
export interface StratumSeries extends GroupWindows {
  readonly labels: Readonly<Record<string, string>>;
  readonly rows: Float64Array;
  /** Σx² of each window; absent where a series lacks it. */
  readonly squares?: Float64Array;
  readonly covariate?: CovariateSums;
  /** The series that the totals come from, with their buckets. */
  readonly series: readonly WindowedSeries[];
}

/** Both groups of a comparison. */
export interface ComparedGroups {
  readonly treated: GroupSeries;
  readonly control: GroupSeries;
  readonly units: ValueUnits;
}

/** @throws ModelwatchError `invalid-argument` without `compare`, `unsupported` for a target without a value per row. */
export async function readGroups(
  query: Query,
  context: ReadContext,
  edges: readonly number[],
): Promise<ComparedGroups> {
  const { compare } = query;
  if (compare === undefined) {
    throw new ModelwatchError("invalid-argument", {
      problem: "the lift query names no groups",
      allowed: "compare: {attribute, treated, control}, or a reference range before the change",
    });
  }
  const metric = valueMetricOf(query, "lift");
  const read = (group: string) =>
    readGroup(query, context, metric, edges, [equals(compare.attribute, group)]);
  const [treated, control] = [await read(compare.treated), await read(compare.control)];
  const range = { fromMs: edges[0]!, toMs: edges[edges.length - 1]! };
  return { treated, control, units: await readUnits(context, metric, range) };
}

/** The rows of a target that `matchers` select, by the strata of the query. */
export async function readGroup(
  query: Pick<Query, "strata">,
  context: ReadContext,
  metric: ValueMetric,
  edges: readonly number[],
  matchers: readonly Matcher[],
): Promise<GroupSeries> {
  const strata = query.strata.map(toStratumAttribute);
  const own = [...modelMatchers(context.subject), ...matchers];
  const request = { metric: metric.name, groupBy: [...strata, ...metric.groupBy], edges };
  const series = await context.source.histogramWindows(
    { ...request, matchers: [...own, ...metric.matchers], squares: !metric.isOutcome },
    context.signal,
  );
  const group = toGroup(series, strata, edges.length - 1, metric.isOutcome);
  if (metric.isOutcome) return group;
  if (metric.per !== undefined) {
    const denominators = await context.source.histogramWindows(
      { ...request, matchers: [...own, equals(ATTR_BUSINESS_NAME, metric.per)] },
      context.signal,
    );
    return perSumOf(group, toGroup(denominators, strata, edges.length - 1, false));
  }
  const covariates = await readCovariates(context, {
    groupBy: strata,
    edges,
    matchers: [...own, ...metric.matchers],
  });
  return withCovariates(group, covariates);
}

function toGroup(
  series: readonly WindowedSeries[],
  strata: readonly string[],
  windows: number,
  isOutcome: boolean,
): GroupSeries {
  const members = new Map<string, { labels: Record<string, string>; series: WindowedSeries[] }>();
  for (const one of sortSeries(series)) {
    const labels: Record<string, string> = {};
    for (const attribute of strata) labels[attribute] = one.labels[attribute] ?? "";
    const key = labelsKey(labels);
    const stratum = members.get(key) ?? { labels, series: [] };
    stratum.series.push(one);
    members.set(key, stratum);
  }
  const quality = Array.from({ length: windows }, (_, w) =>
    [...new Set(series.flatMap((one) => one.quality[w] ?? []))].sort(compareText),
  );
  const totals = [...members].map(([key, { labels, series: own }]): [string, StratumSeries] => {
    const rows = addUp(
      windows,
      own.map((one) => one.windows.totals),
    );
    const sums = own.map((one) => (isOutcome ? positives(one) : one.windows.sums));
    const squares = own.map((one) => one.windows.sumsOfSquares);
    return [
      key,
      {
        labels,
        rows,
        counts: rows,
        sums: addUp(windows, sums),
        ...(squares.some((each) => each === undefined) ? {} : { squares: addUp(windows, squares) }),
        series: own,
      },
    ];
  });
  const exactSums = isOutcome || series.every((one) => one.windows.sums !== undefined);
  return { strata: new Map(totals), quality, exactSums };
}

function positives({ labels, windows }: WindowedSeries): Float64Array | undefined {
  return labels[ATTR_OUTCOME_CLASS] === CLASS_POSITIVE ? windows.totals : undefined;
}

function addUp(windows: number, parts: readonly (Float64Array | undefined)[]): Float64Array {
  const total = new Float64Array(windows);
  for (const part of parts) for (let w = 0; w < windows; w++) total[w] = total[w]! + (part?.[w] ?? 0);
  return total;
}

/** The sums of another metric in place of the rows. */
function perSumOf(group: GroupSeries, denominator: GroupSeries): GroupSeries {
  const strata = [...group.strata].map(([key, stratum]): [string, StratumSeries] => {
    const { squares: _none, ...own } = stratum;
    return [
      key,
      { ...own, counts: denominator.strata.get(key)?.sums ?? new Float64Array(stratum.rows.length) },
    ];
  });
  return { ...group, strata: new Map(strata), exactSums: group.exactSums && denominator.exactSums };
}

function withCovariates(group: GroupSeries, covariates: ReadonlyMap<string, CovariateSums>): GroupSeries {
  if (covariates.size === 0) return group;
  const strata = [...group.strata].map(([key, stratum]): [string, StratumSeries] => {
    const covariate = covariates.get(key);
    return [key, covariate === undefined ? stratum : { ...stratum, covariate }];
  });
  return { ...group, strata: new Map(strata) };
}
