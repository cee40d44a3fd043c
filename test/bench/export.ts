import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createModelwatch, defineModel, numeric, probability } from "@modelwatch/instrumentation";
import { ProtobufMetricsSerializer } from "@opentelemetry/otlp-transformer";
import {
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type MetricProducer,
  type PushMetricExporter,
} from "@opentelemetry/sdk-metrics";
import type { BenchRow } from "./bench-row.js";

/** Each histogram is two series of OpenTelemetry: itself and its squares. */
const HISTOGRAMS = 5000;
const BOUNDS = Array.from({ length: 20 }, (_bound, index) => (index + 1) / 21);
const NAMES = Array.from({ length: HISTOGRAMS }, (_name, index) => `feature_${index}`);
const ROUNDS = 11;
/** Points of one request: what a reader should be given where there are thousands of series. */
const BATCH = 512;
const NEVER_MS = 2 ** 31 - 1;

/** OpenTelemetry's own serialisation; what the network costs is left out. */
class SerializingExporter implements PushMetricExporter {
  export(
    metrics: Parameters<PushMetricExporter["export"]>[0],
    done: Parameters<PushMetricExporter["export"]>[1],
  ): void {
    ProtobufMetricsSerializer.serializeRequest(metrics);
    setImmediate(() => done({ code: 0 }));
  }
  forceFlush(): Promise<void> {
    return Promise.resolve();
  }
  shutdown(): Promise<void> {
    return Promise.resolve();
  }
}

interface Exporting {
  readonly record: () => void;
  readonly flush: () => Promise<void>;
}

function exportOurs(): Exporting {
  const features = Object.fromEntries(
    NAMES.map((name) => [name, numeric({ bounds: BOUNDS, min: 0, max: 1 })]),
  );
  const model = defineModel({
    name: "bench",
    version: "1",
    prediction: probability({ bounds: BOUNDS }),
    features,
  });
  const modelwatch = createModelwatch({ maxSeries: 20_000 });
  const watch = modelwatch.watch(model);
  const reader = toReader([modelwatch.createProducer({ temporality: "cumulative" })]);
  const provider = new MeterProvider({ readers: [reader] });
  const values = Object.fromEntries(NAMES.map((name, index) => [name, (index % 21) / 21]));
  return {
    record: () => watch.predict({ score: 0.5, features: values }),
    flush: () => provider.forceFlush(),
  };
}

/** The same series through OpenTelemetry's histogram and counter. */
function exportTheirs(): Exporting {
  const explicit = {
    type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
    options: { boundaries: BOUNDS },
  } as const;
  const provider = new MeterProvider({
    readers: [toReader([])],
    views: [
      { instrumentName: "value", aggregation: explicit, aggregationCardinalityLimit: 2 * HISTOGRAMS },
      { instrumentName: "squares", aggregationCardinalityLimit: 2 * HISTOGRAMS },
    ],
  });
  const meter = provider.getMeter("bench");
  const histogram = meter.createHistogram("value");
  const squares = meter.createCounter("squares");
  const attributes = NAMES.map((name) => ({
    "ml.model.name": "bench",
    "ml.model.version": "1",
    "ml.feature.name": name,
  }));
  return {
    record: () =>
      attributes.forEach((each, index) => {
        histogram.record((index % 21) / 21, each);
        squares.add(1, each);
      }),
    flush: () => provider.forceFlush(),
  };
}

function toReader(metricProducers: MetricProducer[]): PeriodicExportingMetricReader {
  return new PeriodicExportingMetricReader({
    exporter: new SerializingExporter(),
    exportIntervalMillis: NEVER_MS,
    maxExportBatchSize: BATCH,
    metricProducers,
  });
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const cpuMs = (start?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

/** Processor time of an export, and the most of it between two turns of the event loop. */
interface ExportCost {
  readonly totalMs: number;
  readonly blockedMs: number;
}

async function measure({ record, flush }: Exporting): Promise<ExportCost> {
  record();
  const start = process.cpuUsage();
  let turn = process.cpuUsage();
  let blockedMs = 0;
  let isDone = false;
  const watchLoop = (): void => {
    blockedMs = Math.max(blockedMs, cpuMs(turn));
    turn = process.cpuUsage();
    if (!isDone) setImmediate(watchLoop);
  };
  setImmediate(watchLoop);
  await flush();
  const totalMs = cpuMs(start);
  isDone = true;
  await new Promise((resolve) => setImmediate(resolve));
  return { totalMs, blockedMs };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** What a series keeps in memory, in bytes, with its attributes and everything that is found by it. */
async function bytesPerHistogram(create: () => Exporting): Promise<number> {
  const before = memory();
  const exporting = create();
  exporting.record();
  await exporting.flush();
  const after = memory();
  exporting.record();
  return (after - before) / HISTOGRAMS;
}

function memory(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** What handing over 10,000 series costs a process that has requests to answer. */
export async function run(): Promise<BenchRow[]> {
  const [ourBytes, theirBytes] = [await bytesPerHistogram(exportOurs), await bytesPerHistogram(exportTheirs)];
  const [ours, theirs] = [exportOurs(), exportTheirs()];
  const samples: {
    ours: { totalMs: number; blockedMs: number };
    theirs: (typeof samples)[number]["ours"];
  }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    samples.push({ ours: await measure(ours), theirs: await measure(theirs) });
  }
  // the first rounds warm up
  const warm = samples.slice(3);
  const totalMs = median(warm.map((sample) => sample.ours.totalMs));
  const blockedMs = Math.max(...warm.map((sample) => sample.ours.blockedMs));
  const rival = "OpenTelemetry's histogram and counter";
  return [
    {
      name: `export of ${2 * HISTOGRAMS} series, collected and serialised`,
      value: totalMs,
      unit: "ms",
      rival,
      ratio: totalMs / median(warm.map((sample) => sample.theirs.totalMs)),
      goal: "value ≤ 100 ms",
      holds: totalMs <= 100,
    },
    {
      name: "longest turn of the event loop in an export",
      value: blockedMs,
      unit: "ms",
      rival,
      ratio: blockedMs / Math.max(...warm.map((sample) => sample.theirs.blockedMs)),
      goal: "value ≤ 20 ms",
      holds: blockedMs <= 20,
    },
    {
      name: "memory of a histogram of 21 buckets and its squares",
      value: ourBytes,
      unit: "B",
      rival,
      ratio: ourBytes / theirBytes,
      goal: "printed",
      holds: true,
    },
  ];
}
