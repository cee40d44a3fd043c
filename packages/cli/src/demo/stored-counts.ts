import {
  ATTR_FEATURE_CATEGORY,
  ATTR_FEATURE_NAME,
  METRIC_BUSINESS_VALUE,
  METRIC_FEATURE_CATEGORY,
  METRIC_FEATURE_INVALID,
  METRIC_FEATURE_VALUE,
  METRIC_OUTCOME_PREDICTION,
  METRIC_PREDICTION_VALUE,
  ModelwatchError,
} from "@modelwatch/conventions";
import type { Source, TimeRange, WindowedSeries } from "@modelwatch/sources";
import type { ReplayResult } from "./replay/replay-flights.js";

/** What the store holds of a replay, read back from it. */
export interface StoredCounts {
  readonly predictions: number;
  readonly outcomes: number;
  readonly businessValues: number;
  /** Feature → values in its distribution, and values that were invalid or missing. */
  readonly features: ReadonlyMap<string, { readonly counted: number; readonly invalid: number }>;
}

export async function readStoredCounts(source: Source, range: TimeRange): Promise<StoredCounts> {
  const edges = [range.fromMs, range.toMs];
  const histograms = (metric: string, groupBy: readonly string[] = []) =>
    source.histogramWindows({ metric, matchers: [], groupBy, edges });
  const byFeature = [ATTR_FEATURE_NAME];
  const counted = [
    ...(await histograms(METRIC_FEATURE_VALUE, byFeature)),
    ...(await source.categoryWindows({
      metric: METRIC_FEATURE_CATEGORY,
      categoryAttribute: ATTR_FEATURE_CATEGORY,
      matchers: [],
      groupBy: byFeature,
      edges,
    })),
  ];
  const invalid = await source.sumWindows({
    metric: METRIC_FEATURE_INVALID,
    matchers: [],
    groupBy: byFeature,
    edges,
  });
  const features = new Map<string, { counted: number; invalid: number }>();
  const countsOf = (name: string) => {
    const counts = features.get(name) ?? { counted: 0, invalid: 0 };
    features.set(name, counts);
    return counts;
  };
  for (const series of counted) countsOf(featureOf(series.labels)).counted += rowsOf(series);
  for (const { labels, sums } of invalid) countsOf(featureOf(labels)).invalid += sums[0] ?? 0;
  return {
    predictions: sumOfRows(await histograms(METRIC_PREDICTION_VALUE)),
    outcomes: sumOfRows(await histograms(METRIC_OUTCOME_PREDICTION)),
    businessValues: sumOfRows(await histograms(METRIC_BUSINESS_VALUE)),
    features,
  };
}

/**
 * Compares what the store holds with what was replayed.
 * @returns one sentence for each count that was not conserved; empty where all were.
 */
export function describeLosses(
  stored: StoredCounts,
  replayed: ReplayResult,
  featureNames: Iterable<string>,
): string[] {
  const losses: string[] = [];
  const expect = (what: string, found: number, expected: number): void => {
    if (found !== expected) losses.push(`${what}: ${found} in the store, ${expected} replayed`);
  };
  expect("predictions", stored.predictions, replayed.predictions);
  expect("outcomes", stored.outcomes, replayed.outcomes);
  expect("business values", stored.businessValues, replayed.outcomes);
  for (const name of featureNames) {
    const { counted = 0, invalid = 0 } = stored.features.get(name) ?? {};
    expect(`feature ${name}, counted and invalid`, counted + invalid, replayed.predictions);
  }
  return losses;
}

/** @throws ModelwatchError `data-loss` naming every count that was not conserved. */
export function checkConserved(
  stored: StoredCounts,
  replayed: ReplayResult,
  featureNames: Iterable<string>,
): void {
  const losses = describeLosses(stored, replayed, featureNames);
  if (losses.length === 0) return;
  throw new ModelwatchError("data-loss", {
    problem: `counts were not conserved between the replay and the store: ${losses.join("; ")}`,
    allowed: "every prediction, outcome and feature value is in the store exactly once",
    remedy: "please report it as a defect",
  });
}

function featureOf(labels: Readonly<Record<string, string>>): string {
  return labels[ATTR_FEATURE_NAME] ?? "";
}

function rowsOf({ windows }: WindowedSeries): number {
  return windows.totals.reduce((sum, total) => sum + total, 0);
}

function sumOfRows(series: readonly WindowedSeries[]): number {
  return series.reduce((sum, one) => sum + rowsOf(one), 0);
}
