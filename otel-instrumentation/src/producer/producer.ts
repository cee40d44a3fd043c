import { diag } from "@opentelemetry/api";
import { emptyResource } from "@opentelemetry/resources";
import type { CollectionResult, MetricData, MetricProducer } from "@opentelemetry/sdk-metrics";
import type { Registry } from "../record/registry.js";
import { addCumulative } from "./cumulative-export.js";
import { addDeltas } from "./delta-export.js";
import { MetricSet, toHrTime, type Temporality } from "./metric-set.js";
import { addReference, type ReferenceSeries } from "./reference-series.js";
import { SCOPE } from "./scope.js";
import { Tallies } from "./tallies.js";

export interface ProducerOptions {
  /** Cumulative for Prometheus and its family; delta where the store adds increments up (DuckDB, ClickHouse). */
  readonly temporality: Temporality;
  /** Which metrics to hand over, by name; all by default. */
  readonly metrics?: (name: string) => boolean;
}

interface ProducerContext extends ProducerOptions {
  readonly clock: () => number;
  readonly startMs: number;
}

const HOUR_MS = 3_600_000;

/**
 * Hands what was counted to one metric reader. Each collection has a later time than the one before, also where the clock
 * stood still or went back: stores refuse two values at one time.
 *
 * References are cumulative constants. A cumulative producer repeats them with every collection, a delta producer with the
 * first one and then once an hour.
 */
export class ModelwatchProducer implements MetricProducer {
  readonly #registry: Registry;
  readonly #references: readonly ReferenceSeries[];
  readonly #context: ProducerContext;
  readonly #tallies = new Tallies();
  #previousMs: number;
  #referencesMs = Number.NEGATIVE_INFINITY;
  #referenceCount = 0;

  constructor(registry: Registry, references: readonly ReferenceSeries[], context: ProducerContext) {
    this.#registry = registry;
    this.#references = references;
    this.#context = context;
    this.#previousMs = registry.takenMs;
    registry.attach(this.#tallies);
  }

  collect(): Promise<CollectionResult> {
    const errors: unknown[] = [];
    let metrics: MetricData[] = [];
    try {
      metrics = this.#collectMetrics();
    } catch (error) {
      // the reader gets the error as a value: a collection must not reject, or the SDK's own metrics would be lost with ours
      diag.error("modelwatch: a collection failed", error);
      errors.push(error);
    }
    const scopeMetrics = metrics.length > 0 ? [{ scope: SCOPE, metrics }] : [];
    return Promise.resolve({ resourceMetrics: { resource: emptyResource(), scopeMetrics }, errors });
  }

  #collectMetrics(): MetricData[] {
    const { temporality, clock, metrics: isWanted = () => true } = this.#context;
    const previousMs = this.#previousMs;
    const readMs = clock();
    const nowMs = readMs > previousMs ? readMs : previousMs + 1;
    this.#previousMs = nowMs;
    this.#registry.takeOver(nowMs);
    const counted = new MetricSet(temporality, isWanted);
    if (temporality === "delta") addDeltas(counted, this.#tallies, previousMs, nowMs);
    else addCumulative(counted, this.#tallies, toZeroMs(previousMs, nowMs), nowMs);
    return [...counted.toMetrics(), ...this.#collectReferences(nowMs, isWanted)];
  }

  #collectReferences(nowMs: number, isWanted: (metric: string) => boolean): MetricData[] {
    const { temporality, startMs } = this.#context;
    const isNew = this.#references.length > this.#referenceCount;
    if (temporality === "delta" && !isNew && nowMs - this.#referencesMs < HOUR_MS) return [];
    this.#referencesMs = nowMs;
    this.#referenceCount = this.#references.length;
    const constant = new MetricSet("cumulative", isWanted);
    const times = { startTime: toHrTime(startMs), endTime: toHrTime(nowMs) };
    for (const series of this.#references) addReference(constant, series, times);
    return constant.toMetrics();
  }
}

/**
 * The time of the zero points of series that appear in a collection: the collection before, when they were still zero. Where
 * that is more than an hour ago, half an hour: Prometheus takes samples up to one hour older than its newest.
 */
function toZeroMs(previousMs: number, nowMs: number): number {
  return nowMs - previousMs <= HOUR_MS ? previousMs : nowMs - HOUR_MS / 2;
}
