import {
  ATTR_BUSINESS_NAME,
  ATTR_OUTCOME_CLASS,
  ATTR_UNIT,
  CLASS_POSITIVE,
  METRIC_BUSINESS_VALUE,
  METRIC_OUTCOME_PREDICTION,
  toStratumAttribute,
} from "@modelwatch/conventions";
import { ModelwatchError } from "@modelwatch/conventions";
import type { Query, WindowQuality } from "@modelwatch/conventions/query";
import type { Matcher, WindowedSeries } from "@modelwatch/sources";
import type { GroupWindows } from "@modelwatch/statistics";
import { equals, modelMatchers, type ReadContext } from "./model-matchers.js";
import { compareText, labelsKey, sortSeries } from "./series-matrix.js";

/** One group's rows and Σx by stratum, in base windows. x is the business value, or 1 for a positive truth and 0 for a negative. */
export interface GroupSeries {
  /** Key of the stratum's labels → totals. Without strata the one key is that of no labels. */
  readonly strata: ReadonlyMap<string, StratumSeries>;
  readonly quality: readonly (readonly WindowQuality[])[];
  /** False where a series lacks its exact sum: means cannot be told then. */
  readonly exactSums: boolean;
}

export interface StratumSeries extends GroupWindows {
  readonly labels: Readonly<Record<string, string>>;
}

/** Both groups of a comparison. */
export interface ComparedGroups {
  readonly treated: GroupSeries;
  readonly control: GroupSeries;
  readonly unit: string;
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
      allowed: "compare: {attribute, treated, control}",
    });
  }
  const metric = metricOf(query);
  const read = async (group: string) => {
    const matchers = [
      ...modelMatchers(context.subject),
      ...metric.matchers,
      equals(compare.attribute, group),
    ];
    const groupBy = [...query.strata.map(toStratumAttribute), ...metric.groupBy];
    const request = { metric: metric.name, matchers, groupBy, edges };
    const series = await context.source.histogramWindows(request, context.signal);
    return toGroup(series, query.strata.map(toStratumAttribute), edges.length - 1, metric.isOutcome);
  };
  const [treated, control] = [await read(compare.treated), await read(compare.control)];
  const range = { fromMs: edges[0]!, toMs: edges[edges.length - 1]! };
  return { treated, control, unit: metric.isOutcome ? "" : await readUnit(context, metric.matchers, range) };
}

interface ValueMetric {
  readonly name: string;
  readonly matchers: readonly Matcher[];
  readonly groupBy: readonly string[];
  readonly isOutcome: boolean;
}

function metricOf({ subject: { target } }: Query): ValueMetric {
  if (target.kind === "business") {
    const matchers = [equals(ATTR_BUSINESS_NAME, target.name)];
    return { name: METRIC_BUSINESS_VALUE, matchers, groupBy: [], isOutcome: false };
  }
  if (target.kind === "outcome") {
    return { name: METRIC_OUTCOME_PREDICTION, matchers: [], groupBy: [ATTR_OUTCOME_CLASS], isOutcome: true };
  }
  throw new ModelwatchError("unsupported", {
    problem: `lift of "${target.kind}" is not offered`,
    allowed: "business or outcome",
  });
}

async function readUnit(
  context: ReadContext,
  matchers: readonly Matcher[],
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<string> {
  const units = await context.source.labelValues(
    {
      attribute: ATTR_UNIT,
      metric: METRIC_BUSINESS_VALUE,
      matchers: [...modelMatchers(context.subject), ...matchers],
      range,
    },
    context.signal,
  );
  const declared = units.filter((unit) => unit !== "");
  // Two units under one name cannot be added; naming neither is less wrong than naming one.
  return declared.length === 1 ? declared[0]! : "";
}

function toGroup(
  series: readonly WindowedSeries[],
  strata: readonly string[],
  windows: number,
  isOutcome: boolean,
): GroupSeries {
  const totals = new Map<string, StratumSeries>();
  let exactSums = true;
  for (const one of sortSeries(series)) {
    const labels: Record<string, string> = {};
    for (const attribute of strata) labels[attribute] = one.labels[attribute] ?? "";
    const key = labelsKey(labels);
    const stratum = totals.get(key) ?? {
      labels,
      counts: new Float64Array(windows),
      sums: new Float64Array(windows),
    };
    totals.set(key, stratum);
    const positive = one.labels[ATTR_OUTCOME_CLASS] === CLASS_POSITIVE;
    const sums = isOutcome ? (positive ? one.windows.totals : new Float64Array(windows)) : one.windows.sums;
    if (sums === undefined) exactSums = false;
    for (let w = 0; w < windows; w++) {
      stratum.counts[w] = stratum.counts[w]! + one.windows.totals[w]!;
      stratum.sums[w] = stratum.sums[w]! + (sums?.[w] ?? 0);
    }
  }
  const quality = Array.from({ length: windows }, (_, w) =>
    [...new Set(series.flatMap((one) => one.quality[w] ?? []))].sort(compareText),
  );
  return { strata: totals, quality, exactSums };
}
