import type { HistogramPoint, Labels, MetricBatch, SumPoint } from "@modelwatch/sources";
import type { ClickHouseServer } from "./clickhouse-server.js";
import type { ClickHouseTimes } from "./clickhouse-tables.js";

/** Attributes that describe the process: OTLP sends them with the resource. */
const RESOURCE = new Set(["service.name", "service.instance.id", "host.name", "process.pid", "pod"]);
const TEMPORALITY = { delta: 1, cumulative: 2 } as const;

export interface ClickHouseSink {
  append(batch: MetricBatch): Promise<void>;
  /** Inserts what was appended. */
  flush(): Promise<void>;
}

/** Inserts as the Collector's clickhouse exporter does: a row for each point, an absent sum, min or max as 0. */
export function createClickHouseSink(server: ClickHouseServer, times: ClickHouseTimes): ClickHouseSink {
  const waiting = new Map<string, string[]>();
  const add = (table: string, row: object): void => {
    const rows = waiting.get(table) ?? [];
    rows.push(JSON.stringify(row));
    waiting.set(table, rows);
  };
  return {
    append: async ({ histograms, sums, gauges }) => {
      for (const point of histograms) {
        add("otel_metrics_histogram", { ...commonColumns(point, times), ...histogramColumns(point) });
      }
      for (const point of sums) {
        add("otel_metrics_sum", { ...commonColumns(point, times), ...sumColumns(point) });
      }
      for (const point of gauges) {
        add("otel_metrics_gauge", { ...commonColumns(point, times), Value: point.value });
      }
    },
    flush: async () => {
      for (const [table, rows] of waiting) {
        await server.run(
          `INSERT INTO ${table} SETTINGS date_time_input_format = 'best_effort' FORMAT JSONEachRow`,
          rows.join("\n"),
        );
      }
      waiting.clear();
    },
  };
}

function commonColumns(
  point: {
    readonly metric: string;
    readonly labels: Labels;
    readonly startMs?: number;
    readonly timeMs: number;
  },
  times: ClickHouseTimes,
): object {
  return {
    ...splitLabels(point.labels),
    ScopeName: "modelwatch",
    MetricName: point.metric,
    StartTimeUnix: toTime(point.startMs ?? 0, times),
    TimeUnix: toTime(point.timeMs, times),
  };
}

/** Whole seconds are what is left of a time that is cut off, as the exporter's driver does. */
function toTime(ms: number, times: ClickHouseTimes): string {
  return new Date(times === "DateTime" ? Math.floor(ms / 1000) * 1000 : ms).toISOString();
}

function histogramColumns({
  count,
  counts,
  bounds,
  sum = 0,
  min = 0,
  max = 0,
  temporality,
}: HistogramPoint): object {
  return {
    Count: count,
    Sum: sum,
    BucketCounts: counts,
    ExplicitBounds: bounds,
    Min: min,
    Max: max,
    AggregationTemporality: TEMPORALITY[temporality],
  };
}

function sumColumns({ value, temporality, monotonic }: SumPoint): object {
  return { Value: value, AggregationTemporality: TEMPORALITY[temporality], IsMonotonic: monotonic };
}

function splitLabels(labels: Labels): object {
  const entries = Object.entries(labels);
  const resource = Object.fromEntries(entries.filter(([name]) => RESOURCE.has(name)));
  return {
    ServiceName: resource["service.name"] ?? "",
    ResourceAttributes: resource,
    Attributes: Object.fromEntries(entries.filter(([name]) => !RESOURCE.has(name))),
  };
}
