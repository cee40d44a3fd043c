import type { FieldConfig } from "./field-config.js";
import type { Field } from "./field.js";

/** Grafana's `inspect` is left out: its server cannot read the form that its frontend has, and drops the whole answer. */
export interface Notice {
  readonly severity: "info" | "warning" | "error";
  readonly text: string;
  readonly link?: string;
}

/** A number about the query itself, for the panel inspector. */
export interface QueryStat extends FieldConfig {
  readonly displayName: string;
  readonly value: number;
}

/** What a frame says about itself; the names are Grafana's. */
export interface FrameMeta {
  /** A kind and format of Grafana's data plane contract (https://grafana.com/developers/dataplane/), or a list of files. */
  readonly type?:
    | "timeseries-wide"
    | "timeseries-multi"
    | "timeseries-long"
    | "numeric-wide"
    | "numeric-multi"
    | "numeric-long"
    | "log-lines"
    | "table"
    | "directory-listing";
  /** Major and minor version of the contract that the frame keeps to. */
  readonly typeVersion?: readonly [number, number];
  readonly path?: string;
  readonly pathSeparator?: string;
  readonly notices?: readonly Notice[];
  readonly stats?: readonly QueryStat[];
  /** The Grafana Live channel with updates of this data. */
  readonly channel?: string;
  readonly preferredVisualisationType?: "graph" | "table" | "logs" | "trace" | "nodeGraph" | "flamegraph";
  readonly preferredVisualisationPluginId?: string;
  readonly executedQueryString?: string;
  readonly dataTopic?: "annotations";
  /** Indexes of the fields whose values together identify a row. */
  readonly uniqueRowIdFields?: readonly number[];
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
