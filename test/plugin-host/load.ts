import type { QueryDataRequest } from "./host-answers.js";
import type { PluginHost } from "./plugin-host.js";

/** What many equal calls came to; `host/load.go` times them. */
export interface LoadResult {
  /** Of each call, from its request to its whole answer. */
  readonly durationsMs: readonly number[];
  /** refIds that were answered without an error. */
  readonly answered: number;
  /** Of all frames of all answers. */
  readonly frameBytes: number;
  /** Calls that failed by gRPC's code, refIds by their status. */
  readonly failures: Readonly<Record<string, number>>;
}

/** Makes `calls` equal calls, at most `atOnce` at a time. */
export function runLoad(
  host: PluginHost,
  load: { readonly request: QueryDataRequest; readonly calls: number; readonly atOnce: number },
): Promise<LoadResult> {
  return host.call<LoadResult>("load", { ...load });
}
