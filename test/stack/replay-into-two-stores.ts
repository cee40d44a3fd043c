import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startReceiver } from "@modelwatch/collector-stage";
import type { Receiver } from "@modelwatch/collector-stage";
import type { ReferenceFile } from "@modelwatch/conventions";
import { createModelwatch, defineModel } from "@modelwatch/instrumentation";
import type { Modelwatch, Temporality } from "@modelwatch/instrumentation";
import type { Source } from "@modelwatch/sources";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import type { DuckDbStore } from "@modelwatch/sources/duckdb";
import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import type { Flight } from "../../packages/cli/src/demo/flights/flight.js";
import { FLIGHT_MODEL } from "../../packages/cli/src/demo/model/flight-model.js";
import { CheckedExporter } from "../../packages/cli/src/demo/replay/checked-exporter.js";
import { ReplayClock } from "../../packages/cli/src/demo/replay/replay-clock.js";
import { replayFlights } from "../../packages/cli/src/demo/replay/replay-flights.js";
import type { FlightWatch } from "../../packages/cli/src/demo/replay/replay-flights.js";
import { startPrometheus } from "./prometheus-server.js";
import type { PrometheusServer } from "./prometheus-server.js";

export interface TwoStores {
  readonly duckdb: Source;
  readonly prometheus: Source;
  close(): Promise<void>;
}

export interface Replay {
  readonly flights: readonly Flight[];
  readonly model: { score(flight: Flight): number };
  readonly reference: ReferenceFile;
  readonly startMs: number;
}

const { declaration } = FLIGHT_MODEL;

/** The demo's model by origin and not by carrier, which would be fifteen times the series. */
const BY_ORIGIN = defineModel({ ...declaration, strata: { origin: declaration.strata.origin } });

/** Event time alone says when an hour is over. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * One instrumented process whose metrics go two ways at the end of every hour of event time: as deltas through our receiver
 * into DuckDB, and cumulative into a real Prometheus with its ordinary settings. Nothing else connects the two.
 */
export async function replayIntoTwoStores(replay: Replay): Promise<TwoStores> {
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-two-stores-"));
  const server = await startPrometheus();
  const store = await openDuckDbStore({ path: join(folder, "store.duckdb") });
  const receiver = await startReceiver({ sink: store.sink, port: 0 });
  try {
    await play(replay, receiver, server);
  } catch (error) {
    await stop(server, receiver, store, folder);
    throw error;
  }
  return {
    duckdb: store.source,
    // a busy machine must not decide what the test says
    prometheus: createPrometheusSource({ url: server.url, timeoutMs: 300_000 }),
    close: () => stop(server, receiver, store, folder),
  };
}

async function stop(
  server: PrometheusServer,
  receiver: Receiver,
  store: DuckDbStore,
  folder: string,
): Promise<void> {
  await receiver.close();
  await store.source.close();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

async function play(
  { flights, model, reference, startMs }: Replay,
  receiver: Receiver,
  server: PrometheusServer,
): Promise<void> {
  const clock = new ReplayClock(startMs);
  const modelwatch = createModelwatch({ clock: clock.now, maxSeries: 30_000 });
  const watch: FlightWatch = modelwatch.watch(BY_ORIGIN, { reference });
  const ways = [
    openWay(modelwatch, "delta", `${receiver.url}/v1/metrics`),
    openWay(modelwatch, "cumulative", server.otlpUrl),
  ];
  const onHour = async (): Promise<void> => void (await Promise.all(ways.map((way) => way.flush())));
  await replayFlights({ flights, model, watch, clock, onHour });
  await Promise.all(ways.map((way) => way.shutdown()));
}

interface Way {
  flush(): Promise<void>;
  shutdown(): Promise<void>;
}

/** A reader and OpenTelemetry's own exporter, as a user wires them. */
function openWay(modelwatch: Modelwatch, temporality: Temporality, url: string): Way {
  const exporter = new CheckedExporter(new OTLPMetricExporter({ url }));
  const producer = modelwatch.createProducer({ temporality });
  const reader = new PeriodicExportingMetricReader({
    exporter,
    metricProducers: [producer],
    exportIntervalMillis: NEVER_MS,
  });
  const provider = new MeterProvider({ readers: [reader] });
  return {
    flush: async () => {
      await reader.forceFlush();
      exporter.check();
    },
    shutdown: async () => {
      await provider.shutdown();
      exporter.check();
    },
  };
}
