import {
  ATTR_FEATURE_CATEGORY,
  ATTR_FEATURE_NAME,
  ATTR_INVALID_REASON,
  ATTR_PREDICTION_CLASS,
  ATTR_MODEL_VERSION,
  METRIC_FEATURE_CATEGORY,
  METRIC_FEATURE_INVALID,
  METRIC_FEATURE_VALUE,
  METRIC_PREDICTION_DECISION,
  METRIC_PREDICTION_VALUE,
} from "@modelwatch/conventions";
import { ModelwatchError } from "@modelwatch/conventions";
import type { Target } from "@modelwatch/conventions/query";
import type { Matcher, WindowedSeries, WindowedSums } from "@modelwatch/sources";
import { targetLabel } from "../finding/finding-builder.js";
import { equals, type ReadContext } from "./model-matchers.js";
import { NOT_CLASSES } from "./prediction-kind.js";

/** Where the distributions of some members live. A member is the prediction or one feature. */
export interface MemberMetric {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  /** The attribute that tells members apart; absent: the metric is one member, called `target`. */
  readonly memberAttribute?: string;
  readonly target: string;
  /** Set where members are categorical. */
  readonly categoryAttribute?: string;
}

/** Member → its windows. Members in ascending order of their names, the score first. */
export type MemberSeries = ReadonlyMap<string, readonly WindowedSeries[]>;

/** A model predicts by value or, of several classes, by the class it chose: the two are one member, and no model has both. */
const PREDICTION_METRICS: readonly MemberMetric[] = [
  { metric: METRIC_PREDICTION_VALUE, matchers: [NOT_CLASSES], target: "prediction" },
  {
    metric: METRIC_PREDICTION_DECISION,
    matchers: [],
    target: "prediction",
    categoryAttribute: ATTR_PREDICTION_CLASS,
  },
];

/** The metrics that hold a target's members. @throws ModelwatchError `unsupported` for a target that has no distribution to compare. */
export function memberMetrics(target: Target): readonly MemberMetric[] {
  if (target.kind === "prediction") return PREDICTION_METRICS;
  if (target.kind === "inputs") return [...PREDICTION_METRICS, ...featureMetrics([])];
  if (target.kind === "feature") return featureMetrics([equals(ATTR_FEATURE_NAME, target.name)]);
  if (target.kind === "metric") return [{ metric: target.name, matchers: [], target: targetLabel(target) }];
  throw new ModelwatchError("unsupported", {
    problem: `drift of "${targetLabel(target)}" is not offered`,
    allowed: "inputs, prediction, feature or metric",
    remedy: "ask performance or lift for outcomes and business values",
  });
}

function featureMetrics(matchers: readonly Matcher[]): readonly MemberMetric[] {
  const shared = { matchers, memberAttribute: ATTR_FEATURE_NAME, target: "feature" };
  return [
    { metric: METRIC_FEATURE_VALUE, ...shared },
    { metric: METRIC_FEATURE_CATEGORY, ...shared, categoryAttribute: ATTR_FEATURE_CATEGORY },
  ];
}

/** Whether a metric holds the member that findings call `target`. */
export function isMemberOf(metric: MemberMetric, target: string): boolean {
  if (metric.memberAttribute === undefined) return target === metric.target;
  const own = metric.matchers.find(({ attribute }) => attribute === metric.memberAttribute);
  return own === undefined
    ? target.startsWith(`${metric.target}:`)
    : target === `${metric.target}:${own.value}`;
}

/**
 * The windows of every member of `metrics`, whose model is given by `matchers`. Numbers come as one series for each layout. Categories
 * have none that a store knows: each version names its own and counts the rest as other, so each comes as a series of its own.
 */
export async function readMembers(
  context: ReadContext,
  metrics: readonly MemberMetric[],
  matchers: readonly Matcher[],
  edges: readonly number[],
): Promise<MemberSeries> {
  const members = new Map<string, WindowedSeries[]>();
  for (const metric of metrics) {
    const groupBy = metric.memberAttribute === undefined ? [] : [metric.memberAttribute];
    const request = { metric: metric.metric, matchers: [...matchers, ...metric.matchers], groupBy, edges };
    const { categoryAttribute } = metric;
    const answer =
      categoryAttribute === undefined
        ? await context.source.histogramWindows(request, context.signal)
        : await context.source.categoryWindows(
            { ...request, groupBy: [...groupBy, ATTR_MODEL_VERSION], categoryAttribute },
            context.signal,
          );
    collectMembers(members, metric, answer);
  }
  return members;
}

/** Adds each series to the member that it belongs to. */
export function collectMembers<S extends { readonly labels: Readonly<Record<string, string>> }>(
  members: Map<string, S[]>,
  metric: MemberMetric,
  series: readonly S[],
): void {
  for (const one of series) {
    const name = metric.memberAttribute === undefined ? undefined : one.labels[metric.memberAttribute];
    if (metric.memberAttribute !== undefined && (name === undefined || name === "")) continue;
    const key = name === undefined ? metric.target : `${metric.target}:${name}`;
    members.set(key, [...(members.get(key) ?? []), one]);
  }
}

/** Invalid values of every feature by reason. Member → series labelled with the reason. */
export async function readInvalid(
  context: ReadContext,
  target: Target,
  matchers: readonly Matcher[],
  edges: readonly number[],
): Promise<ReadonlyMap<string, readonly WindowedSums[]>> {
  const first = memberMetrics(target).find((metric) => metric.memberAttribute === ATTR_FEATURE_NAME);
  const members = new Map<string, WindowedSums[]>();
  if (first === undefined) return members;
  const groupBy = [ATTR_FEATURE_NAME, ATTR_INVALID_REASON];
  const request = {
    metric: METRIC_FEATURE_INVALID,
    matchers: [...matchers, ...first.matchers],
    groupBy,
    edges,
  };
  collectMembers(members, first, await context.source.sumWindows(request, context.signal));
  return members;
}
