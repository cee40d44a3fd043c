import type { ClickHouseServer } from "./clickhouse-server.js";

/** How the exporter's tables keep time: whole seconds from version 0.160 of the Collector on, nanoseconds before. */
export type ClickHouseTimes = "DateTime" | "DateTime64(9)";

/**
 * Creates the tables of the Collector's clickhouse exporter: columns, keys and partitions as its sqltemplates have them;
 * codecs and skip indexes, which change no answer, are left out.
 */
export async function createTables(server: ClickHouseServer, times: ClickHouseTimes): Promise<void> {
  const value = "Value Float64, Flags UInt32";
  const histogram = "Count UInt64, Sum Float64, BucketCounts Array(UInt64), ExplicitBounds Array(Float64)";
  const ends = "Flags UInt32, Min Float64, Max Float64, AggregationTemporality Int32";
  await create(server, "otel_metrics_gauge", times, value);
  await create(
    server,
    "otel_metrics_sum",
    times,
    `${value}, AggregationTemporality Int32, IsMonotonic Boolean`,
  );
  await create(server, "otel_metrics_histogram", times, `${histogram}, ${ends}`);
  const exponential = `Count UInt64, Sum Float64, Scale Int32, ZeroCount UInt64,
    PositiveOffset Int32, PositiveBucketCounts Array(UInt64), NegativeOffset Int32, NegativeBucketCounts Array(UInt64)`;
  await create(server, "otel_metrics_exponential_histogram", times, `${exponential}, ${ends}`);
}

async function create(
  server: ClickHouseServer,
  table: string,
  times: ClickHouseTimes,
  columns: string,
): Promise<void> {
  const attributes = "Map(LowCardinality(String), String)";
  const key =
    times === "DateTime"
      ? "ServiceName, MetricName, toStartOfHour(TimeUnix), cityHash64(Attributes), TimeUnix"
      : "ServiceName, MetricName, Attributes, toUnixTimestamp64Nano(TimeUnix)";
  await server.run(`CREATE TABLE ${table} (
    ResourceAttributes ${attributes}, ResourceSchemaUrl String,
    ScopeName String, ScopeVersion String, ScopeAttributes ${attributes}, ScopeDroppedAttrCount UInt32, ScopeSchemaUrl String,
    ServiceName LowCardinality(String),
    MetricName ${times === "DateTime" ? "LowCardinality(String)" : "String"}, MetricDescription String, MetricUnit String,
    Attributes ${attributes}, StartTimeUnix ${times}, TimeUnix ${times}, ${columns},
    Exemplars Nested (
      FilteredAttributes ${attributes}, TimeUnix ${times}, Value Float64, SpanId String, TraceId String
    )
  ) ENGINE = MergeTree() PARTITION BY toDate(TimeUnix) ORDER BY (${key})
  SETTINGS index_granularity = 8192, ttl_only_drop_parts = 1`);
}

export async function emptyTables(server: ClickHouseServer): Promise<void> {
  for (const kind of ["gauge", "sum", "histogram", "exponential_histogram"])
    await server.run(`TRUNCATE TABLE otel_metrics_${kind}`);
}
