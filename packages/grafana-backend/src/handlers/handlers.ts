import type { Frame } from "../frame/frame.js";
import type { RequestContext } from "./plugin-context.js";

export interface DataQuery {
  readonly refId: string;
  readonly queryType: string;
  readonly maxDataPoints: number;
  readonly intervalMs: number;
  /** The dashboard's or the rule's range, epoch milliseconds. */
  readonly range: { readonly fromMs: number; readonly toMs: number };
  /** What the query editor saved: parsed JSON, not yet validated. */
  readonly model: unknown;
}

export interface HealthResult {
  readonly ok: boolean;
  /** One sentence for the person who pressed "Save & test". */
  readonly message: string;
  /** JSON shown on demand. */
  readonly details?: unknown;
}

export interface ResourceRequest {
  readonly method: string;
  /** Decoded segments of the path below `/resources/`; none is empty, `.` or `..`, or holds a slash. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Uint8Array;
}

export interface ResourceResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body, whole or as a stream of pieces. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

/**
 * What a plugin does. Every handler may throw a BackendError; whatever else it throws is reported as a defect of the
 * plugin.
 */
export interface PluginHandlers {
  /**
   * Answers one query. Queries of a request run side by side, each with its own outcome. No frames means "no data"; frames
   * without rows are not sent.
   */
  queryData(query: DataQuery, context: RequestContext): Promise<readonly Frame[]>;
  checkHealth(context: RequestContext): Promise<HealthResult>;
  /** Absent: every path answers 404. */
  callResource?(request: ResourceRequest, context: RequestContext): Promise<ResourceResponse>;
  /** The plugin's metrics in Prometheus' text format. Absent: none. */
  collectMetrics?(): Promise<string>;
  /** Releases what the plugin holds, after its last call has ended. */
  close?(): Promise<void>;
}
