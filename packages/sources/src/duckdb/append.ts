import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  INTEGER,
  LIST,
  USMALLINT,
  VARCHAR,
  listValue,
} from "@duckdb/node-api";
import type { DuckDBConnection, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import { toExponentialCells } from "../exponential-cells.js";
import type { ExponentialPoint, GaugePoint, HistogramPoint, MetricBatch, SumPoint } from "../metric-batch.js";
import type { Series, SeriesDictionary } from "../series-dictionary.js";
import { toIdentity } from "../series-identity.js";

type AnyPoint = HistogramPoint | ExponentialPoint | SumPoint | GaugePoint;

/** DuckDB's vector size: the most rows of one chunk. */
const CHUNK_ROWS = 2048;

/** Writes batches into the open transaction. New series enter the dictionary; the caller takes them back if it fails. */
export async function writeBatches(
  connection: DuckDBConnection,
  dictionary: SeriesDictionary,
  batches: readonly MetricBatch[],
): Promise<void> {
  const known = dictionary.size;
  const idOf = (kind: Series["kind"], point: AnyPoint): number => {
    const identity = toIdentity(kind, point);
    return (dictionary.find(identity) ?? dictionary.add(identity)).id;
  };
  const histograms = new Columns([
    INTEGER,
    BIGINT,
    BIGINT,
    LIST(USMALLINT),
    LIST(DOUBLE),
    DOUBLE,
    DOUBLE,
    DOUBLE,
  ]);
  const exponentials = new Columns([
    INTEGER,
    BIGINT,
    BIGINT,
    INTEGER,
    BIGINT,
    LIST(BIGINT),
    LIST(DOUBLE),
    DOUBLE,
    DOUBLE,
    DOUBLE,
  ]);
  const numbers = new Columns([INTEGER, BIGINT, BIGINT, DOUBLE]);
  for (const batch of batches) {
    for (const point of batch.histograms) histograms.add(toHistogramRow(idOf("histogram", point), point));
    for (const point of batch.exponentials ?? [])
      exponentials.add(toExponentialRow(idOf("exponential", point), point));
    for (const point of batch.sums) {
      numbers.add([idOf("sum", point), BigInt(point.startMs), BigInt(point.timeMs), point.value]);
    }
    for (const point of batch.gauges)
      numbers.add([idOf("gauge", point), 0n, BigInt(point.timeMs), point.value]);
  }
  const series = new Columns([INTEGER, VARCHAR, VARCHAR, VARCHAR, VARCHAR, BOOLEAN, LIST(DOUBLE)]);
  for (const added of dictionary.all().slice(known)) series.add(toSeriesRow(added));
  const ids = new Columns([VARCHAR]);
  for (const batch of batches) ids.add([batch.id]);
  await series.appendTo(connection, "series");
  await histograms.appendTo(connection, "histograms");
  await exponentials.appendTo(connection, "exponentials");
  await numbers.appendTo(connection, "numbers");
  await ids.appendTo(connection, "batches");
}

function toHistogramRow(id: number, point: HistogramPoint): readonly DuckDBValue[] {
  const { counts, sum = null, min = null, max = null } = point;
  const times = [id, BigInt(point.startMs), BigInt(point.timeMs)];
  if (point.temporality === "cumulative") return [...times, null, listValue(counts), sum, min, max];
  const cells: number[] = [];
  counts.forEach((count, cell) => {
    if (count > 0) cells.push(cell);
  });
  const counted = cells.map((cell) => counts[cell]!);
  return [...times, listValue(cells), listValue(counted), sum, min, max];
}

function toExponentialRow(id: number, point: ExponentialPoint): readonly DuckDBValue[] {
  const { sum = null, min = null, max = null } = point;
  const { scale, zero, cells, counts } = toExponentialCells(point);
  const times = [id, BigInt(point.startMs), BigInt(point.timeMs)];
  return [...times, scale, BigInt(zero), listValue(cells.map(BigInt)), listValue(counts), sum, min, max];
}

function toSeriesRow(series: Series): readonly DuckDBValue[] {
  const { id, kind, metric, labels, temporality, monotonic, bounds } = series;
  return [id, kind, metric, JSON.stringify(labels), temporality, monotonic, listValue(bounds)];
}

/** Rows of one table, column by column, as DuckDB's appender takes them. */
class Columns {
  readonly #types: readonly DuckDBType[];
  readonly #columns: DuckDBValue[][];

  constructor(types: readonly DuckDBType[]) {
    this.#types = types;
    this.#columns = types.map(() => []);
  }

  add(row: readonly DuckDBValue[]): void {
    for (let i = 0; i < row.length; i++) this.#columns[i]!.push(row[i]!);
  }

  async appendTo(connection: DuckDBConnection, table: string): Promise<void> {
    const rows = this.#columns[0]?.length ?? 0;
    if (rows === 0) return;
    const appender = await connection.createAppender(table);
    for (let from = 0; from < rows; from += CHUNK_ROWS) {
      const chunk = DuckDBDataChunk.create(this.#types);
      chunk.setColumns(this.#columns.map((column) => column.slice(from, from + CHUNK_ROWS)));
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }
}
