import {
  ATTR_OUTCOME_AGE,
  ATTR_OUTCOME_CLASS,
  ATTR_PREDICTION_CLASS,
  CLASS_NEGATIVE,
  CLASS_POSITIVE,
  METRIC_OUTCOME_PREDICTION,
  OUTCOME_AGES,
  type OutcomeAge,
} from "@modelwatch/conventions";
import type { WindowQuality } from "@modelwatch/conventions/query";
import type { Matcher, WindowedSeries } from "@modelwatch/sources";
import type { Confusion, NumericDistribution, ScoredOutcomes } from "@modelwatch/statistics";
import { equals, modelMatchers, type ReadContext } from "./model-matchers.js";
import { kindMatcher, type PredictionKind } from "./prediction-kind.js";
import { alignSeries, countRows, qualityOf, sumNumericSeries } from "./series-matrix.js";

/** Outcome series over base windows; each element holds one label delay, or all where windows are arrivals. */
export interface OutcomeWindows {
  readonly parts: readonly { readonly age: string; readonly series: readonly WindowedSeries[] }[];
  /** Windows are cohorts of predictions, recovered from label delays. */
  readonly cohorts: boolean;
}

const DAY_MS = 86_400_000;
const BY_TRUTH_AND_DECISION = [ATTR_OUTCOME_CLASS, ATTR_PREDICTION_CLASS];

/** A label delay's stand-in: the middle of its range; the open last one takes its lower bound. */
export function middleOfAge(age: OutcomeAge): number {
  return Number.isFinite(age.upToMs) ? Math.round((age.afterMs + age.upToMs) / 2) : age.afterMs;
}

/**
 * Outcomes of the predictions made in each window, by their truth and decision; see {@link readCohortsOf}. Of probabilities, where no other
 * kind is named: a score that only ranks has no loss or calibration.
 */
export function readCohorts(
  context: ReadContext,
  edges: readonly number[],
  matchers: readonly Matcher[] = [],
  kind: PredictionKind = "probability",
): Promise<OutcomeWindows> {
  return readCohortsOf(
    context,
    { metric: METRIC_OUTCOME_PREDICTION, groupBy: BY_TRUTH_AND_DECISION },
    edges,
    [...matchers, kindMatcher(kind)],
  );
}

/**
 * A metric of outcomes by the predictions made in each window: outcomes lie on the axis of their arrival, so each label delay is read
 * from windows shifted by the middle of its range. Approximate, and said to be (`cohort-approximate`). No parts where there is none.
 */
export async function readCohortsOf(
  context: ReadContext,
  { metric, groupBy }: { readonly metric: string; readonly groupBy: readonly string[] },
  edges: readonly number[],
  matchers: readonly Matcher[],
): Promise<OutcomeWindows> {
  const own = [...modelMatchers(context.subject), ...matchers];
  const parts = [];
  for (const age of await listAges(context, metric, own, edges)) {
    const shifted = edges.map((edge) => edge + middleOfAge(age));
    const ofAge = [...own, equals(ATTR_OUTCOME_AGE, age.name)];
    const request = { metric, matchers: ofAge, groupBy, edges: shifted, squares: true };
    parts.push({ age: age.name, series: await context.source.histogramWindows(request, context.signal) });
  }
  return { parts, cohorts: true };
}

/** Label delays of the outcomes that may belong to predictions of these windows: what arrives within a year. */
export async function listAges(
  context: ReadContext,
  metric: string,
  matchers: readonly Matcher[],
  edges: readonly number[],
): Promise<readonly OutcomeAge[]> {
  const range = { fromMs: edges[0]!, toMs: edges[edges.length - 1]! + 365 * DAY_MS };
  const request = { attribute: ATTR_OUTCOME_AGE, metric, matchers, range };
  const found = await context.source.labelValues(request, context.signal);
  return OUTCOME_AGES.filter(({ name }) => found.includes(name));
}

/** Outcomes of probabilities by the window in which they arrived. */
export async function readArrivals(context: ReadContext, edges: readonly number[]): Promise<OutcomeWindows> {
  const matchers = [...modelMatchers(context.subject), kindMatcher("probability")];
  const series = await context.source.histogramWindows(
    { metric: METRIC_OUTCOME_PREDICTION, matchers, groupBy: BY_TRUTH_AND_DECISION, edges, squares: true },
    context.signal,
  );
  return { parts: [{ age: "any", series }], cohorts: false };
}

/** The windows [from, to) as scores split by their truth; null without rows or with layouts that share no bound. */
export function scoredOutcomes(outcomes: OutcomeWindows, from: number, to: number): ScoredOutcomes | null {
  return splitByTruth(
    outcomes.parts.flatMap(({ series }) => series),
    from,
    to,
  );
}

/** Rows of the windows [from, to) by decision and truth; null where no decision was recorded. */
export function confusionOf(outcomes: OutcomeWindows, from: number, to: number): Confusion | null {
  const series = outcomes.parts.flatMap((part) => part.series);
  const count = (decision: string, truth: string) =>
    sumNumericSeries(
      series.filter(
        ({ labels }) => labels[ATTR_PREDICTION_CLASS] === decision && labels[ATTR_OUTCOME_CLASS] === truth,
      ),
      from,
      to,
    )?.count ?? 0;
  const confusion = {
    truePositive: count(CLASS_POSITIVE, CLASS_POSITIVE),
    falsePositive: count(CLASS_POSITIVE, CLASS_NEGATIVE),
    falseNegative: count(CLASS_NEGATIVE, CLASS_POSITIVE),
    trueNegative: count(CLASS_NEGATIVE, CLASS_NEGATIVE),
  };
  return Object.values(confusion).some((rows) => rows > 0) ? confusion : null;
}

/** Labelled rows of the windows [from, to) by label delay. */
export function countByAge(outcomes: OutcomeWindows, from: number, to: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { age, series } of outcomes.parts) {
    const count = countRows(series, from, to);
    if (count > 0) counts[age] = count;
  }
  return counts;
}

/** How good the counts of the windows [from, to) are. */
export function outcomeQuality(outcomes: OutcomeWindows, from: number, to: number): WindowQuality[] {
  const flags = qualityOf(
    outcomes.parts.flatMap(({ series }) => series),
    from,
    to,
  );
  return outcomes.cohorts ? [...flags.filter((flag) => flag !== "exact"), "cohort-approximate"] : flags;
}

/** Series by the class of their truth on one layout, over the windows [from, to); null without rows or a shared bound. */
export function splitByTruth(
  series: readonly WindowedSeries[],
  from: number,
  to: number,
): ScoredOutcomes | null {
  const ofClass = (truth: string) =>
    sumNumericSeries(
      series.filter(({ labels }) => labels[ATTR_OUTCOME_CLASS] === truth),
      from,
      to,
    );
  const positive = ofClass(CLASS_POSITIVE);
  const negative = ofClass(CLASS_NEGATIVE);
  if (positive === null) return negative && { positive: emptyLike(negative), negative };
  if (negative === null) return { positive, negative: emptyLike(positive) };
  const aligned = alignSeries(positive, negative);
  if (aligned.kind === "undetermined" || aligned.a.kind !== "numeric" || aligned.b.kind !== "numeric")
    return null;
  return { positive: aligned.a, negative: aligned.b };
}

function emptyLike({ bounds, counts }: NumericDistribution): NumericDistribution {
  return {
    kind: "numeric",
    bounds,
    counts: new Float64Array(counts.length),
    count: 0,
    sum: 0,
    sumOfSquares: 0,
  };
}
