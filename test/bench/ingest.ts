import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeRequest, startReceiver, toBatch } from "@modelwatch/collector-stage";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import type { DuckDbStore } from "@modelwatch/sources/duckdb";
import { JsonMetricsSerializer, ProtobufMetricsSerializer } from "@opentelemetry/otlp-transformer";
import type { BenchRow } from "./bench-row.js";
import { interleave } from "./interleave.js";
import { EXPORT_POINTS, hourlyExport } from "./otlp-export.js";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2013, 3, 1);
/** Fourteen days of hours, and what is asked of them. */
const HOURS = 336;
const SENDERS = 4;
const REPEATS = 10;
const ROUNDS = 7;

/** OTLP into the embedded store and out again as windows. */
export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-bench-"));
  const store = await openDuckDbStore({ path: join(folder, "store.duckdb") });
  try {
    return [decoding(), await ingesting(store), await asking(store)];
  } finally {
    await store.source.close();
    await rm(folder, { recursive: true });
  }
}

/** Decoding protobuf to points beside JSON.parse, which only makes objects of the same request. */
function decoding(): BenchRow {
  const request = hourlyExport(0);
  const protobuf = ProtobufMetricsSerializer.serializeRequest(request);
  const json = JsonMetricsSerializer.serializeRequest(request);
  if (protobuf === undefined || json === undefined) throw new Error("the export did not serialize");
  const text = new TextDecoder().decode(json);
  let made = 0;
  const decodeAll = (decode: () => number) => (): void => {
    for (let i = 0; i < REPEATS; i++) made += decode();
  };
  const contestants = {
    ours: decodeAll(() => toBatch(decodeRequest(protobuf, "protobuf"), "").batch.histograms.length),
    rival: decodeAll(() => Object.keys(JSON.parse(text)).length),
  };
  const nanoseconds = interleave(contestants, REPEATS * EXPORT_POINTS);
  if (made === 0) throw new Error("nothing was decoded");
  const value = nanoseconds.ours;
  const ratio = value / nanoseconds.rival;
  const rival = "JSON.parse of the same request";
  const name = "OTLP request to points";
  return { name, value, unit: "ns per point", rival, ratio, goal: "ratio ≤ 1", holds: ratio <= 1 };
}

/** Hourly exports of four senders over HTTP, each acknowledged after its commit; all in this process. */
async function ingesting({ sink }: DuckDbStore): Promise<BenchRow> {
  const receiver = await startReceiver({ sink, port: 0 });
  const bodies = Array.from({ length: HOURS }, (_, hour) => {
    const body = ProtobufMetricsSerializer.serializeRequest(hourlyExport(hour));
    if (body === undefined) throw new Error("the export did not serialize");
    return new Uint8Array(body);
  });
  const start = process.cpuUsage();
  await Promise.all(
    Array.from({ length: SENDERS }, async (_, sender) => {
      for (let hour = sender; hour < HOURS; hour += SENDERS) await send(receiver.url, bodies[hour]!);
    }),
  );
  const { user, system } = process.cpuUsage(start);
  await receiver.close();
  const value = (user + system) / (HOURS * EXPORT_POINTS);
  const name = "OTLP/HTTP to disk, sender included";
  return { name, value, unit: "µs of processor per point", rival: "", ratio: null, goal: "", holds: null };
}

async function send(url: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const headers = { "Content-Type": "application/x-protobuf" };
  const response = await fetch(`${url}/v1/metrics`, { method: "POST", headers, body });
  await response.arrayBuffer();
  if (response.status !== 200) throw new Error(`the receiver answered ${response.status}`);
}

/** 26 features × 336 hourly windows × 31 buckets, summed over 10 strata in the store. */
async function asking({ source }: DuckDbStore): Promise<BenchRow> {
  const edges = Array.from({ length: HOURS + 1 }, (_, hour) => START_MS + hour * HOUR_MS);
  const request = { metric: "ml.feature.value", matchers: [], groupBy: ["ml.feature.name"], edges };
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    const answers = await source.histogramWindows(request);
    times.push(performance.now() - start);
    if (answers.length !== 26) throw new Error(`${answers.length} answers for 26 features`);
  }
  const value = median(times);
  const name = "14 days of hourly windows, 26 features";
  return { name, value, unit: "ms", rival: "", ratio: null, goal: "", holds: null };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
