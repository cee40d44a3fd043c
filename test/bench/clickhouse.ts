import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeRequest, toBatch } from "@modelwatch/collector-stage";
import type { HistogramWindowsRequest, MetricBatch, Source } from "@modelwatch/sources";
import { createClickHouseSource } from "@modelwatch/sources/clickhouse";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import { ProtobufMetricsSerializer } from "@opentelemetry/otlp-transformer";
import { startClickHouse } from "../stack/clickhouse-server.js";
import { createClickHouseSink } from "../stack/clickhouse-sink.js";
import { createTables } from "../stack/clickhouse-tables.js";
import type { BenchRow } from "./bench-row.js";
import { hourlyExport } from "./otlp-export.js";

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2013, 3, 1);
const HOURS = 336;
const ROUNDS = 9;

/** The same exports in ClickHouse's engine and in the embedded store, and the same question to both, in turns. */
export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-bench-"));
  const server = await startClickHouse();
  const duckDb = await openDuckDbStore({ path: join(folder, "store.duckdb") });
  const clickHouse = createClickHouseSource({ url: server.url });
  try {
    await createTables(server, "DateTime");
    const sink = createClickHouseSink(server, "DateTime");
    for (let hour = 0; hour < HOURS; hour++) {
      const batch = hourlyBatch(hour);
      await duckDb.sink.append(batch);
      await sink.append(batch);
      if (hour % 24 === 23) await sink.flush();
    }
    return [await compare(clickHouse, duckDb.source)];
  } finally {
    await Promise.all([clickHouse.close(), duckDb.source.close(), server.stop()]);
    await rm(folder, { recursive: true });
  }
}

function hourlyBatch(hour: number): MetricBatch {
  const body = ProtobufMetricsSerializer.serializeRequest(hourlyExport(hour));
  if (body === undefined) throw new Error("the export did not serialize");
  return toBatch(decodeRequest(body, "protobuf"), String(hour)).batch;
}

async function compare(clickHouse: Source, duckDb: Source): Promise<BenchRow> {
  const edges = Array.from({ length: HOURS + 1 }, (_, hour) => START_MS + hour * HOUR_MS);
  const request = { metric: "ml.feature.value", matchers: [], groupBy: ["ml.feature.name"], edges };
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await timeOf(clickHouse, request));
    theirs.push(await timeOf(duckDb, request));
  }
  const value = median(ours);
  const name = "14 days of hourly windows from ClickHouse";
  const rival = "the embedded store's answer";
  return { name, value, unit: "ms", rival, ratio: value / median(theirs), goal: "", holds: null };
}

async function timeOf(source: Source, request: HistogramWindowsRequest): Promise<number> {
  const start = performance.now();
  const answers = await source.histogramWindows(request);
  const elapsed = performance.now() - start;
  if (answers.length !== 26) throw new Error(`${answers.length} answers for 26 features`);
  return elapsed;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
