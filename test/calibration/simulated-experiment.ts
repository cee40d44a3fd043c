import {
  ATTR_ARM,
  ATTR_BUSINESS_NAME,
  ATTR_MODEL_NAME,
  ATTR_UNIT,
  METRIC_BUSINESS_COVARIATE,
  METRIC_BUSINESS_CROSS_PRODUCT,
  METRIC_BUSINESS_VALUE,
  SUFFIX_NEGATIVE,
  SUFFIX_POSITIVE,
  SUFFIX_SQUARES,
  toStratumAttribute,
} from "@modelwatch/conventions";
import type { HistogramPoint, Labels, MetricBatch, SumPoint } from "@modelwatch/sources";
import { bucketOf } from "@modelwatch/statistics";
import { createRandom, drawNormal } from "./random.js";

export const EXPERIMENT = "experiment";
export const EXPERIMENT_START_MS = Date.parse("2024-01-01T00:00:00Z");
const DAY_MS = 86_400_000;
const BOUNDS = Float64Array.from([-20, -10, 0, 5, 10, 15, 20, 30]);

export interface SimulatedExperiment {
  readonly days: number;
  readonly rowsPerDay: number;
  /** Added to the treated rows' revenue from `from` on (day, 0-based). */
  readonly effect: { readonly value: number; readonly from: number };
  /** P(treated) in the two segments; both alike: assigned by design. */
  readonly treatedShare: readonly [small: number, large: number];
  /** Revenue of the segment "large" beyond that of "small". */
  readonly segmentEffect?: number;
  /** What the covariate (last month's revenue) explains of the row's variance, in [0, 1). */
  readonly explained: number;
}

interface Cell {
  readonly labels: Labels;
  readonly counts: number[];
  sums: Record<"x+" | "x-" | "xx" | "y+" | "y-" | "yy" | "xy+" | "xy-" | "visits", number>;
}

/** An experiment's business values as the instrumentation sends them: two arms, two segments, revenue, its covariate, and visits. */
export function simulateExperiment(plan: SimulatedExperiment, seed: number): MetricBatch[] {
  const random = createRandom(seed);
  return Array.from({ length: plan.days }, (_, day) => {
    const cells = new Map<string, Cell>();
    const dayEffect = drawNormal(random);
    for (let row = 0; row < plan.rowsPerDay; row++) drawRow(plan, random, day, dayEffect, cells);
    const startMs = EXPERIMENT_START_MS + day * DAY_MS + 36e5;
    return toBatch(`day-${day}-${seed}`, [...cells.values()], startMs, startMs + 36e5);
  });
}

function drawRow(
  plan: SimulatedExperiment,
  random: () => number,
  day: number,
  dayEffect: number,
  cells: Map<string, Cell>,
): void {
  const large = random() < 0.5;
  const treated = random() < plan.treatedShare[large ? 1 : 0];
  const covariate = 4 * drawNormal(random);
  const noise = 4 * Math.sqrt(1 - plan.explained) * drawNormal(random);
  const x =
    8 +
    dayEffect +
    (large ? (plan.segmentEffect ?? 0) : 0) +
    Math.sqrt(plan.explained) * covariate +
    noise +
    (treated && day >= plan.effect.from ? plan.effect.value : 0);
  const labels = {
    [ATTR_ARM]: treated ? "treated" : "control",
    [toStratumAttribute("segment")]: large ? "large" : "small",
  };
  const key = JSON.stringify(labels);
  const none = { "x+": 0, "x-": 0, xx: 0, "y+": 0, "y-": 0, yy: 0, "xy+": 0, "xy-": 0, visits: 0 };
  const cell = cells.get(key) ?? { labels, counts: BOUNDS.reduce((own) => [...own, 0], [0]), sums: none };
  cells.set(key, cell);
  const bucket = bucketOf(x, BOUNDS);
  cell.counts[bucket] = (cell.counts[bucket] ?? 0) + 1;
  const { sums } = cell;
  sums["x+"] += Math.max(0, x);
  sums["x-"] += Math.max(0, -x);
  sums.xx += x * x;
  sums["y+"] += Math.max(0, covariate);
  sums["y-"] += Math.max(0, -covariate);
  sums.yy += covariate ** 2;
  sums["xy+"] += Math.max(0, x * covariate);
  sums["xy-"] += Math.max(0, -x * covariate);
  sums.visits += 1 + Math.floor(3 * random());
}

function toBatch(id: string, cells: readonly Cell[], startMs: number, timeMs: number): MetricBatch {
  const histograms: HistogramPoint[] = [];
  const sums: SumPoint[] = [];
  for (const { labels: own, counts, sums: totals } of cells) {
    const count = counts.reduce((a, b) => a + b, 0);
    const labels = {
      [ATTR_MODEL_NAME]: EXPERIMENT,
      [ATTR_BUSINESS_NAME]: "revenue",
      [ATTR_UNIT]: "EUR",
      ...own,
    };
    const shared = { temporality: "delta", startMs, timeMs } as const;
    histograms.push({
      metric: METRIC_BUSINESS_VALUE,
      labels,
      ...shared,
      bounds: [...BOUNDS],
      counts,
      count,
    });
    histograms.push({
      metric: METRIC_BUSINESS_VALUE,
      labels: { ...labels, [ATTR_BUSINESS_NAME]: "visits", [ATTR_UNIT]: "1" },
      ...shared,
      bounds: [0],
      counts: [0, count],
      count,
      sum: totals.visits,
    });
    const add = (metric: string, value: number) =>
      sums.push({ metric, labels, ...shared, monotonic: true, value });
    add(METRIC_BUSINESS_VALUE + SUFFIX_POSITIVE, totals["x+"]);
    add(METRIC_BUSINESS_VALUE + SUFFIX_NEGATIVE, totals["x-"]);
    add(METRIC_BUSINESS_VALUE + SUFFIX_SQUARES, totals.xx);
    add(METRIC_BUSINESS_COVARIATE + SUFFIX_POSITIVE, totals["y+"]);
    add(METRIC_BUSINESS_COVARIATE + SUFFIX_NEGATIVE, totals["y-"]);
    add(METRIC_BUSINESS_COVARIATE + SUFFIX_SQUARES, totals.yy);
    add(METRIC_BUSINESS_CROSS_PRODUCT + SUFFIX_POSITIVE, totals["xy+"]);
    add(METRIC_BUSINESS_CROSS_PRODUCT + SUFFIX_NEGATIVE, totals["xy-"]);
  }
  return { id, histograms, sums, gauges: [] };
}
