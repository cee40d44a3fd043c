import { ModelwatchError } from "@modelwatch/conventions";
import { toHttpSettings } from "../http/index.js";
import type { HttpOptions, HttpSettings } from "../http/index.js";

/** The exporter's `metrics_tables`. */
export interface ClickHouseTables {
  readonly histogram: string;
  readonly sum: string;
  readonly gauge: string;
  /** Only looked into, to refuse what is there. */
  readonly exponentialHistogram: string;
}

/**
 * `url` is that of the HTTP interface (`http://localhost:8123`). User and password go into `basicAuth`; a proxy that wants its
 * own Authorization leaves `headers` for `X-ClickHouse-User` and `X-ClickHouse-Key`.
 */
export interface ClickHouseSourceOptions extends HttpOptions {
  /** The exporter's `database`. */
  readonly database?: string;
  readonly tables?: Partial<ClickHouseTables>;
  /**
   * How far before the range the point is looked for that the first one in it is compared with. Points with a start time are
   * followed further back where need be; one without that pauses longer than this counts from its first point in the range.
   */
  readonly lookBackMs?: number;
  /**
   * `enforced` sends limits with every query: read only, no longer than `timeoutMs`, no partial answers, cancelled with the
   * connection. `none` is for users whose profile allows no settings (`readonly = 1`): there the profile has to bring them.
   */
  readonly limits?: "enforced" | "none";
}

export interface ClickHouseSettings extends HttpSettings {
  readonly database: string;
  readonly tables: ClickHouseTables;
  readonly lookBackMs: number;
  readonly limits: "enforced" | "none";
}

export const CLICKHOUSE_DEFAULTS = Object.freeze({
  database: "default",
  tables: Object.freeze({
    histogram: "otel_metrics_histogram",
    sum: "otel_metrics_sum",
    gauge: "otel_metrics_gauge",
    exponentialHistogram: "otel_metrics_exponential_histogram",
  }),
  lookBackMs: 2 * 3_600_000,
  limits: "enforced",
} as const satisfies Partial<ClickHouseSettings>);

/**
 * Options with every default filled in.
 *
 * @throws ModelwatchError `invalid-argument`
 */
export function toSettings(options: ClickHouseSourceOptions): ClickHouseSettings {
  const { database, tables, lookBackMs, limits, ...http } = { ...CLICKHOUSE_DEFAULTS, ...options };
  if (!Number.isSafeInteger(lookBackMs) || lookBackMs < 0) {
    throw new ModelwatchError("invalid-argument", {
      problem: `the ClickHouse source's lookBackMs is ${lookBackMs}`,
      allowed: "whole milliseconds of at least 0",
    });
  }
  const settings = { database, tables: { ...CLICKHOUSE_DEFAULTS.tables, ...tables }, lookBackMs, limits };
  for (const name of [database, ...Object.values(settings.tables)]) {
    // an empty name would be a syntax error, far from the setting that caused it
    if (name.trim() !== "") continue;
    throw new ModelwatchError("invalid-argument", {
      problem: "the ClickHouse source's database or one of its tables has an empty name",
      allowed: "the names that the Collector's clickhouse exporter is configured with",
    });
  }
  return { ...toHttpSettings(http, "ClickHouse"), ...settings };
}
