/** Label → value. Together with its name, a field's identity in alerts: keep out whatever changes. */
export type FieldLabels = Readonly<Record<string, string>>;

/** How a panel shows the field; the names are Grafana's. */
export interface FieldConfig {
  readonly displayName?: string;
  readonly displayNameFromDS?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  /** Expected distance of points in milliseconds. */
  readonly interval?: number;
  readonly noValue?: string;
  readonly custom?: Readonly<Record<string, unknown>>;
}

interface FieldCommon {
  readonly name: string;
  readonly labels?: FieldLabels;
  readonly config?: FieldConfig;
  /** Default true. Where false, a null is refused when the frame is encoded. */
  readonly nullable?: boolean;
}

/** Times as epoch milliseconds (number) or epoch nanoseconds (bigint). */
export interface TimeField extends FieldCommon {
  readonly type: "time";
  readonly values: readonly (number | bigint | null)[] | Float64Array | BigInt64Array;
}
export interface Float64Field extends FieldCommon {
  readonly type: "float64";
  /** NaN and ±∞ travel as they are; null is "no value". */
  readonly values: readonly (number | null)[] | Float64Array;
}
export interface Int64Field extends FieldCommon {
  readonly type: "int64";
  readonly values: readonly (bigint | number | null)[] | BigInt64Array;
}
export interface StringField extends FieldCommon {
  readonly type: "string";
  readonly values: readonly (string | null)[];
}
export interface BooleanField extends FieldCommon {
  readonly type: "boolean";
  readonly values: readonly (boolean | null)[];
}
/** Each value any JSON; undefined is not JSON. */
export interface JsonField extends FieldCommon {
  readonly type: "json";
  readonly values: readonly unknown[];
}

export type Field = TimeField | Float64Field | Int64Field | StringField | BooleanField | JsonField;
export type FieldType = Field["type"];

export interface Notice {
  readonly severity: "info" | "warning" | "error";
  readonly text: string;
  readonly link?: string;
  readonly inspect?: "meta" | "error" | "data" | "stats";
}

export interface FrameMeta {
  /** A kind of Grafana's data plane contract: https://grafana.com/developers/dataplane/ */
  readonly type?:
    | "timeseries-wide"
    | "timeseries-multi"
    | "timeseries-long"
    | "numeric-wide"
    | "numeric-multi"
    | "numeric-long";
  readonly typeVersion?: readonly [number, number];
  readonly notices?: readonly Notice[];
  readonly preferredVisualisationType?: "graph" | "table" | "logs" | "trace" | "nodeGraph";
  readonly executedQueryString?: string;
  /** Whatever the plugin's own frontend wants; JSON. */
  readonly custom?: unknown;
}

export interface Frame {
  readonly name?: string;
  /** Filled in with the query's where absent. */
  readonly refId?: string;
  readonly fields: readonly Field[];
  readonly meta?: FrameMeta;
}

/** Rows of a frame: 0 where it has no fields. */
export function frameRowCount(frame: Frame): number {
  return frame.fields[0]?.values.length ?? 0;
}
