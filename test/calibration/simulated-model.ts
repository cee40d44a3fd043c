import {
  ATTR_ARM,
  ATTR_BUSINESS_NAME,
  ATTR_FEATURE_CATEGORY,
  ATTR_FEATURE_NAME,
  ATTR_MODEL_NAME,
  ATTR_MODEL_VERSION,
  ATTR_OUTCOME_AGE,
  ATTR_OUTCOME_CLASS,
  ATTR_PREDICTION_CLASS,
  ATTR_REFERENCE_ID,
  ATTR_UNIT,
  METRIC_BUSINESS_VALUE,
  METRIC_FEATURE_CATEGORY,
  METRIC_FEATURE_VALUE,
  METRIC_OUTCOME_PREDICTION,
  METRIC_PREDICTION_VALUE,
  SUFFIX_NEGATIVE,
  SUFFIX_POSITIVE,
  SUFFIX_SQUARES,
  toReferenceMetric,
  toStratumAttribute,
} from "@modelwatch/conventions";
import type { HistogramPoint, Labels, MetricBatch, SumPoint } from "@modelwatch/sources";
import { bucketOf } from "@modelwatch/statistics";
import { createRandom, drawNormal } from "./random.js";

export const MODEL = "simulated";
export const DAY_MS = 86_400_000;
const HOUR_MS = DAY_MS / 24;
/** A Monday. */
export const START_MS = Date.parse("2024-01-01T00:00:00Z");

/** How the world is on one day; absent: as in training. */
export interface SimulatedDay {
  /** Predictions on this day. */
  readonly rows: number;
  /** Added to the mean of the feature `signal`, which the score follows: the data move, the model stays right. */
  readonly signalShift?: number;
  /** Added to the log odds of the truth at the same score: the model is wrong. */
  readonly concept?: number;
  /** Effect of the treated arm on the business value, in its unit. */
  readonly effect?: number;
  /** Share of predictions whose truth arrives. */
  readonly labelled?: number;
  /** The model's version, "1" where absent. */
  readonly version?: string;
}

interface Cell {
  readonly metric: string;
  readonly labels: Labels;
  readonly bounds: Float64Array;
  readonly counts: number[];
  positive: number;
  negative: number;
  squares: number;
}

const SCORE_BOUNDS = Float64Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
const SIGNAL_BOUNDS = Float64Array.from([-2, -1.5, -1, -0.6, -0.3, 0, 0.3, 0.6, 1, 1.5, 2]);
const VALUE_BOUNDS = Float64Array.from([-10, -5, 0, 5, 10, 15, 20]);
const CATEGORIES = ["red", "green", "blue"];
const BASE: Labels = { [ATTR_MODEL_NAME]: MODEL };

/**
 * What a simulated model would have sent: a score that follows `signal` and is calibrated in training, a feature `noise` and
 * a categorical `colour`, truths two hours later, a business value in two arms. Rows of a day share a small common effect, as
 * real days do. A delta batch and the unchanged cumulative reference for each day: the first version was trained on the world
 * without changes, later ones on that of their first day.
 */
export function simulateModel(
  days: readonly SimulatedDay[],
  seed: number,
  referenceRows = 20_000,
): MetricBatch[] {
  const random = createRandom(seed);
  const batches: MetricBatch[] = [];
  const references = new Map<string, Recorder>();
  for (const version of new Set(days.map((day) => day.version ?? "1"))) {
    const recorder = new Recorder("reference", version);
    const sample = days.find((day) => (day.version ?? "1") === version && version !== "1") ?? { rows: 0 };
    for (let i = 0; i < referenceRows; i++) drawRow(recorder, random, sample, 0);
    references.set(version, recorder);
  }
  days.forEach((day, d) => {
    const version = day.version ?? "1";
    const recorder = new Recorder("production", version);
    const dayEffect = 0.05 * drawNormal(random);
    for (let i = 0; i < day.rows; i++) drawRow(recorder, random, day, dayEffect);
    const startMs = START_MS + d * DAY_MS + 10 * HOUR_MS;
    batches.push(recorder.toBatch(`day-${d}-${seed}`, startMs, startMs + HOUR_MS));
    const reference = references.get(version)!;
    batches.push(reference.toBatch(`reference-${d}-${seed}`, START_MS - HOUR_MS, startMs + HOUR_MS));
  });
  return batches;
}

function drawRow(recorder: Recorder, random: () => number, day: SimulatedDay, dayEffect: number): void {
  const signal = drawNormal(random) + (day.signalShift ?? 0) + dayEffect;
  const logOdds = -1 + signal;
  const score = toProbability(logOdds);
  const truth = random() < toProbability(logOdds + (day.concept ?? 0)) ? "1" : "0";
  const decision = score > 0.5 ? "1" : "0";
  const arm = random() < 0.5 ? "treated" : "control";
  const value = 8 + 4 * drawNormal(random) + 4 * dayEffect + (arm === "treated" ? (day.effect ?? 0) : 0);
  const stratum = { [toStratumAttribute("site")]: random() < 0.7 ? "north" : "south" };
  const decided = { [ATTR_PREDICTION_CLASS]: decision };
  recorder.record(METRIC_PREDICTION_VALUE, { ...decided, ...stratum, [ATTR_ARM]: arm }, SCORE_BOUNDS, score);
  recorder.record(METRIC_FEATURE_VALUE, { [ATTR_FEATURE_NAME]: "signal" }, SIGNAL_BOUNDS, signal);
  recorder.record(METRIC_FEATURE_VALUE, { [ATTR_FEATURE_NAME]: "noise" }, SIGNAL_BOUNDS, drawNormal(random));
  recorder.count(ATTR_FEATURE_CATEGORY, "colour", CATEGORIES[Math.floor(random() * 3)] ?? "red");
  if (random() < (day.labelled ?? 1)) {
    const labels = { [ATTR_OUTCOME_CLASS]: truth, [ATTR_OUTCOME_AGE]: "3h", ...decided, ...stratum };
    recorder.record(METRIC_OUTCOME_PREDICTION, labels, SCORE_BOUNDS, score);
  }
  const business = { [ATTR_BUSINESS_NAME]: "margin", [ATTR_UNIT]: "EUR", [ATTR_ARM]: arm, ...stratum };
  recorder.record(METRIC_BUSINESS_VALUE, business, VALUE_BOUNDS, value);
}

/** Collects rows as the instrumentation does: histograms, exact sums, squares, category counters. */
class Recorder {
  readonly #cells = new Map<string, Cell>();
  readonly #counters = new Map<string, { labels: Labels; value: number }>();
  readonly #kind: "reference" | "production";

  readonly #version: string;

  constructor(kind: "reference" | "production", version: string) {
    this.#kind = kind;
    this.#version = version;
  }

  record(metric: string, labels: Labels, bounds: Float64Array, value: number): void {
    if (this.#kind === "reference" && metric === METRIC_BUSINESS_VALUE) return;
    const own = this.#kind === "reference" ? ofReference(labels) : labels;
    const key = JSON.stringify([metric, own]);
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      const counts = Array.from({ length: bounds.length + 1 }, () => 0);
      cell = { metric, labels: own, bounds, counts, positive: 0, negative: 0, squares: 0 };
      this.#cells.set(key, cell);
    }
    const bucket = bucketOf(value, bounds);
    cell.counts[bucket] = (cell.counts[bucket] ?? 0) + 1;
    cell.positive += Math.max(0, value);
    cell.negative += Math.max(0, -value);
    cell.squares += value * value;
  }

  count(attribute: string, feature: string, category: string): void {
    const labels = { [ATTR_FEATURE_NAME]: feature, [attribute]: category };
    const counter = this.#counters.get(category) ?? { labels, value: 0 };
    counter.value += 1;
    this.#counters.set(category, counter);
  }

  toBatch(id: string, startMs: number, timeMs: number): MetricBatch {
    const isReference = this.#kind === "reference";
    const name = (metric: string) => (isReference ? toReferenceMetric(metric) : metric);
    const labelled = (labels: Labels) => ({
      ...BASE,
      [ATTR_MODEL_VERSION]: this.#version,
      ...labels,
      ...(isReference
        ? { [ATTR_REFERENCE_ID]: this.#version === "1" ? "train" : `train-${this.#version}` }
        : {}),
    });
    const temporality = isReference ? "cumulative" : "delta";
    const histograms: HistogramPoint[] = [];
    const sums: SumPoint[] = [];
    const addSum = (metric: string, labels: Labels, value: number) =>
      sums.push({ metric, labels: labelled(labels), temporality, monotonic: true, startMs, timeMs, value });
    for (const { metric, labels, bounds, counts, positive, negative, squares } of this.#cells.values()) {
      const count = counts.reduce((a, b) => a + b, 0);
      // As the instrumentation does: values that may be negative carry their sum in two counters.
      const signed = (bounds[0] ?? 0) < 0;
      const exact = signed ? {} : { sum: positive };
      histograms.push({
        metric: name(metric),
        labels: labelled(labels),
        temporality,
        startMs,
        timeMs,
        bounds: [...bounds],
        counts,
        count,
        ...exact,
      });
      addSum(name(metric) + SUFFIX_SQUARES, labels, squares);
      if (!signed) continue;
      addSum(name(metric) + SUFFIX_POSITIVE, labels, positive);
      addSum(name(metric) + SUFFIX_NEGATIVE, labels, negative);
    }
    for (const { labels, value } of this.#counters.values())
      addSum(name(METRIC_FEATURE_CATEGORY), labels, value);
    return { id, histograms, sums, gauges: [] };
  }
}

/** A reference carries neither arms, strata, decisions nor label delays. */
function ofReference(labels: Labels): Labels {
  const kept = [ATTR_FEATURE_NAME, ATTR_OUTCOME_CLASS] as readonly string[];
  return Object.fromEntries(Object.entries(labels).filter(([name]) => kept.includes(name)));
}

function toProbability(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
