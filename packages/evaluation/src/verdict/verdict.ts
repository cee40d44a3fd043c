import { ModelwatchError } from "@modelwatch/conventions";
import type { Finding, Monitor, Query } from "@modelwatch/conventions/query";
import type { ReadContext } from "../read/model-matchers.js";
import { describeTooEarly, describeVerdict } from "./describe-verdict.js";
import { judgeMonitor } from "./judge-monitor.js";

/**
 * Should someone intervene? One row per monitor of the model, never missing. Evidence runs over the closed windows since the
 * monitor's anchor, whatever range the query has; the range's end is "now".
 * @throws ModelwatchError `not-found` where no monitor is declared for the model or the id.
 */
export async function evaluateVerdict(
  query: Query,
  context: ReadContext,
  monitors: readonly Monitor[],
): Promise<readonly Finding[]> {
  const wanted = monitors.filter((monitor) =>
    query.monitor === undefined ? monitor.model === query.subject.model : monitor.id === query.monitor,
  );
  if (wanted.length === 0) {
    throw new ModelwatchError("not-found", {
      problem:
        query.monitor === undefined
          ? `no monitor is declared for the model "${query.subject.model}"`
          : `there is no monitor "${query.monitor}"`,
      allowed:
        monitors.length === 0 ? "no monitor is declared at all" : monitors.map(({ id }) => id).join(", "),
      remedy: "declare a monitor for the model",
    });
  }
  const nowMs = Date.parse(query.range.to);
  const findings: Finding[] = [];
  for (const monitor of wanted) {
    const judged = await judgeMonitor(monitor, nowMs, context);
    findings.push(judged === null ? describeTooEarly(monitor, nowMs) : describeVerdict(judged));
  }
  return findings;
}
