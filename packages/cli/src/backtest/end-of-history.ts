import { ATTR_MODEL_NAME, METRIC_PREDICTION_VALUE, ModelwatchError } from "@modelwatch/conventions";
import type { Monitor } from "@modelwatch/conventions/query";
import { windowEdges } from "@modelwatch/evaluation";
import type { Source } from "@modelwatch/sources";

/**
 * The end of the newest day, before `nowMs`, in which the monitor's model predicted: a replay past it would only see silence.
 * @throws ModelwatchError `not-found` where it never predicted since the monitor's anchor.
 */
export async function endOfHistory(monitor: Monitor, source: Source, nowMs: number): Promise<number> {
  const anchorMs = Date.parse(monitor.anchor);
  const edges = nowMs > anchorMs ? windowEdges(anchorMs, nowMs, "1d", monitor.window.timeZone) : [];
  const series =
    edges.length < 2
      ? []
      : await source.histogramWindows({
          metric: METRIC_PREDICTION_VALUE,
          matchers: [{ attribute: ATTR_MODEL_NAME, operator: "=", value: monitor.model }],
          groupBy: [],
          edges,
        });
  const last = Math.max(
    -1,
    ...series.map(({ windows }) => windows.totals.findLastIndex((total) => total > 0)),
  );
  if (last < 0) {
    throw new ModelwatchError("not-found", {
      problem: `there is no prediction of the model "${monitor.model}" since the monitor's anchor, ${monitor.anchor}`,
      remedy: "check the model's name and the anchor, or name another history",
    });
  }
  return Math.min(nowMs, edges[last + 1]!);
}
