import { createModelwatch, defineModel, numeric, probability } from "@modelwatch/instrumentation";
import type { Modelwatch, Temporality } from "@modelwatch/instrumentation";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { ReplayClock } from "../../packages/cli/src/demo/replay/replay-clock.js";
import { createRandom } from "../calibration/random.js";
import { LossyExporter } from "./lossy-exporter.js";
import { exportTimes, MINUTE } from "./life.js";
import type { Life } from "./life.js";
import { BOUNDS, CELLS, FEATURES } from "./truth.js";
import type { Truth } from "./truth.js";

/** A store's OTLP endpoint. */
export interface Target {
  readonly url: string;
  readonly temporality: Temporality;
}

interface Way {
  readonly reader: PeriodicExportingMetricReader;
  readonly exporter: LossyExporter;
}

const METRIC = "ml.feature.value";
/** A busy machine must not decide what is measured. */
const TIMEOUT_MS = 300_000;
/** Event time alone says when an export is due. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * One life of a process: our instrumentation, OpenTelemetry's reader and OTLP exporter, in event time. What it counts is
 * written down as the truth.
 */
export class InstrumentedProcess {
  /** Of its series in a store. */
  readonly identity: string;
  readonly #life: Life;
  readonly #truth: Truth;
  readonly #clock: ReplayClock;
  readonly #record: (score: number, features: Record<string, number>) => void;
  readonly #ways: readonly Way[];
  readonly #random: () => number;
  readonly #exports: readonly number[];
  #nextExport = 0;
  #nextMs: number;
  #ended = false;

  constructor(model: string, life: Life, truth: Truth, targets: readonly Target[], foreign: boolean) {
    this.identity = JSON.stringify([model, life.instance]);
    this.#life = life;
    this.#truth = truth;
    this.#clock = new ReplayClock(life.fromMs);
    const modelwatch = createModelwatch({ clock: this.#clock.now });
    const bounds = BOUNDS;
    const features = Object.fromEntries(FEATURES.map((name) => [name, numeric({ min: 0, bounds })]));
    const definition = defineModel({ name: model, version: "1", prediction: probability(), features });
    const watch = modelwatch.watch(definition);
    this.#record = (score, values) => watch.predict({ score, features: values });
    this.#ways = targets.map((target) => openWay(modelwatch, life.instance, target, foreign));
    this.#random = createRandom(life.seed);
    this.#exports = exportTimes(life);
    this.#nextMs = this.#after(life.fromMs);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Lives on until `timeMs`, exclusive, or to its end. Rejects where a store refused an export. */
  async runTo(timeMs: number): Promise<void> {
    const { toMs, misses, delays } = this.#life;
    const untilMs = Math.min(timeMs, toMs);
    for (;;) {
      const exportMs = this.#exports[this.#nextExport] ?? Number.POSITIVE_INFINITY;
      if (exportMs >= untilMs) break;
      this.#countTo(exportMs);
      this.#nextExport++;
      if (!misses(exportMs)) await this.#export(exportMs, delays(exportMs));
    }
    this.#countTo(untilMs);
    if (timeMs >= toMs) await this.#end();
  }

  #countTo(untilMs: number): void {
    for (; this.#nextMs < untilMs; this.#nextMs = this.#after(this.#nextMs)) {
      const timeMs = Math.floor(this.#nextMs);
      if (this.#life.ratePerMinute(timeMs) === 0) continue;
      this.#clock.advanceTo(timeMs);
      const values: Record<string, number> = {};
      FEATURES.forEach((name, feature) => {
        const cell = Math.floor(this.#random() * CELLS);
        values[name] = (cell + 0.5) / CELLS;
        this.#truth.add(timeMs, feature, cell);
      });
      this.#record(0.5, values);
    }
  }

  /** A Poisson process: the time of the next value; where there are none, a minute on. */
  #after(timeMs: number): number {
    const rate = this.#life.ratePerMinute(Math.floor(timeMs));
    return rate === 0 ? timeMs + MINUTE : timeMs - (Math.log(1 - this.#random()) / rate) * MINUTE;
  }

  async #export(timeMs: number, delayed: boolean): Promise<void> {
    this.#clock.advanceTo(timeMs);
    await Promise.all(
      this.#ways.map(async ({ reader, exporter }) => {
        exporter.holdsBack = delayed;
        await reader.forceFlush();
        exporter.check();
      }),
    );
  }

  async #end(): Promise<void> {
    this.#ended = true;
    if (this.#life.flushes) await this.#export(this.#life.toMs, false);
    for (const { reader, exporter } of this.#ways) {
      exporter.isKilled = true;
      await reader.shutdown();
    }
  }
}

function openWay(modelwatch: Modelwatch, instance: string, target: Target, foreign: boolean): Way {
  const { url, temporality } = target;
  const exporter = new LossyExporter(new OTLPMetricExporter({ url, timeoutMillis: TIMEOUT_MS }), {
    dropsZeroPoints: foreign && temporality === "cumulative",
  });
  const producer = modelwatch.createProducer({ temporality, metrics: (name) => name === METRIC });
  const reader = new PeriodicExportingMetricReader({
    exporter,
    metricProducers: [producer],
    exportIntervalMillis: NEVER_MS,
  });
  const resource = resourceFromAttributes({ "service.instance.id": instance });
  void new MeterProvider({ resource, readers: [reader] });
  return { reader, exporter };
}
