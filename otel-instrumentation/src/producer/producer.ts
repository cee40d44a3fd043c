import { diag } from "@opentelemetry/api";
import { emptyResource } from "@opentelemetry/resources";
import type { CollectionResult, MetricData, MetricProducer } from "@opentelemetry/sdk-metrics";
import type { Registry } from "../record/registry.js";
import { addCumulative, type FirstPoints } from "./cumulative-export.js";
import { addDeltas } from "./delta-export.js";
import { MetricSet, toHrTime, type Temporality } from "./metric-set.js";
import { addReference, type ReferenceSeries } from "./reference-series.js";
import { SCOPE } from "./scope.js";
import { Tallies } from "./tallies.js";
import { TimeSlices } from "./time-slices.js";

export interface ProducerOptions {
  /** Cumulative for Prometheus and its family; delta where the store adds increments up (DuckDB, ClickHouse). */
  readonly temporality: Temporality;
  /**
   * Where a cumulative series that appears has its zero: `backdated` to the collection before (by default), or now, so that its
   * counts follow with the `next-collection`: for readers that are scraped, whose answers hold one point of each series.
   */
  readonly firstPoints?: FirstPoints["kind"];
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
  #last: Promise<unknown> = Promise.resolve();

  constructor(registry: Registry, references: readonly ReferenceSeries[], context: ProducerContext) {
    this.#registry = registry;
    this.#references = references;
    this.#context = context;
    this.#previousMs = registry.takenMs;
    registry.attach(this.#tallies);
  }

  /**
   * Takes all counts over at once, then builds the points in slices of time between which the event loop goes on. Collections
   * that overlap wait for each other.
   */
  collect(): Promise<CollectionResult> {
    const collection = this.#last.then(() => this.#collect());
    this.#last = collection;
    return collection;
  }

  async #collect(): Promise<CollectionResult> {
    const errors: unknown[] = [];
    let metrics: MetricData[] = [];
    try {
      metrics = await this.#collectMetrics();
    } catch (error) {
      // the reader gets the error as a value: a collection must not reject, or the SDK's own metrics would be lost with ours
      diag.error("modelwatch: a collection failed", error);
      errors.push(error);
    }
    const scopeMetrics = metrics.length > 0 ? [{ scope: SCOPE, metrics }] : [];
    return { resourceMetrics: { resource: emptyResource(), scopeMetrics }, errors };
  }

  async #collectMetrics(): Promise<MetricData[]> {
    const { temporality, clock, firstPoints = "backdated", metrics: isWanted = () => true } = this.#context;
    const previousMs = this.#previousMs;
    const readMs = clock();
    const nowMs = readMs > previousMs ? readMs : previousMs + 1;
    this.#previousMs = nowMs;
    this.#registry.takeOver(nowMs);
    const counted = new MetricSet(temporality, isWanted);
    const slices = new TimeSlices();
    if (temporality === "delta") {
      const times = { startTime: toHrTime(previousMs), endTime: toHrTime(nowMs) };
      await addDeltas(counted, this.#tallies, times, slices);
    } else {
      const first = { kind: firstPoints, zeroMs: toZeroMs(previousMs, nowMs) };
      await addCumulative(counted, this.#tallies, first, nowMs, slices);
    }
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
