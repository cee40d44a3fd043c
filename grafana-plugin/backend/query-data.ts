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
import type { BackendMetrics } from "./metrics.js";
import { parseGrafanaQuery } from "./parse-grafana-query.js";
import { toPluginError } from "./plugin-error.js";

/** One query of a panel, Explore or an alert rule: evaluated by the same engine, framed for who asks. */
export async function queryData(
  request: DataQuery,
  instance: Instance,
  metrics: BackendMetrics,
  context: RequestContext,
): Promise<readonly Frame[]> {
  const startMs = performance.now();
  let analysis = "unknown";
  let outcome = "ok";
  try {
    const parsed = parseGrafanaQuery(request);
    const isAlert = isFromAlert(context);
    const query = isAlert ? reachClosedWindow(parsed.query) : parsed.query;
    analysis = query.analysis;
    const options = { signal: context.signal, monitors: instance.monitors };
    const findings = await evaluate(query, instance.source, options);
    const frames = isAlert
      ? toAlertFrames(findings, query)
      : toPanelFrames(
          findings,
          toPanelFormat(request.queryType, query.analysis),
          toNotices(parsed.ignoredFields),
        );
    if (frames.length === 0) outcome = "no-data";
    return frames;
  } catch (error) {
    const failure = toPluginError(error);
    outcome = failure.code;
    throw failure;
  } finally {
    metrics.observeQuery(analysis, outcome, (performance.now() - startMs) / 1_000);
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
