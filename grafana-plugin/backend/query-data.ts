import { evaluate } from "@modelwatch/evaluation";
import {
  isFromAlert,
  type DataQuery,
  type Frame,
  type Notice,
  type RequestContext,
} from "@modelwatch/grafana-backend";
import { reachClosedWindow } from "./alert-range.js";
import { toAlertFrames } from "./frames/alert-frames.js";
import { toPanelFormat, toPanelFrames } from "./frames/panel-frames.js";
import type { Instance } from "./instance.js";
import { measureSource } from "./measured-source.js";
import type { BackendMetrics } from "./metrics/backend-metrics.js";
import { parseGrafanaQuery } from "./parse-grafana-query.js";
import { toPluginError, withPluginErrors } from "./plugin-error.js";

/**
 * One query of a panel, Explore or an alert rule: evaluated by the same engine, framed for who asks.
 * @throws BackendError
 */
export async function queryData(
  request: DataQuery,
  instance: Instance,
  metrics: BackendMetrics,
  context: RequestContext,
): Promise<readonly Frame[]> {
  const startMs = performance.now();
  const measured = measureSource(instance.source);
  let analysis = "unknown";
  let outcome = "ok";
  try {
    return await withPluginErrors(async () => {
      const parsed = parseGrafanaQuery(request);
      const isAlert = isFromAlert(context);
      const query = isAlert ? reachClosedWindow(parsed.query) : parsed.query;
      analysis = query.analysis;
      const options = { signal: context.signal, monitors: instance.monitors };
      const findings = await evaluate(query, measured.source, options);
      // evaluation that ended after the limit is not delivered late
      context.signal.throwIfAborted();
      const format = toPanelFormat(request.queryType, query.analysis);
      const frames = isAlert
        ? toAlertFrames(findings, query)
        : toPanelFrames(findings, format, toNotices(parsed.ignoredFields));
      if (frames.length === 0) outcome = "no-data";
      return frames;
    }, context.signal);
  } catch (error) {
    outcome = toPluginError(error).code;
    throw error;
  } finally {
    metrics.observeQuery({
      analysis,
      outcome,
      totalMs: performance.now() - startMs,
      sourceMs: measured.waitedMs(),
    });
  }
}

function toNotices(ignoredFields: readonly string[]): readonly Notice[] {
  if (ignoredFields.length === 0) return [];
  return [
    {
      severity: "warning",
      text: `The query has fields that are not known here: ${ignoredFields.join(", ")}`,
    },
  ];
}
