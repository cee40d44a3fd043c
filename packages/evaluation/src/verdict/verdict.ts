import { ModelwatchError } from "@modelwatch/conventions";
import type { Finding, Monitor, Query } from "@modelwatch/conventions/query";
import { membersInOrder } from "../drift/drift-rows.js";
import { readMemberReferences } from "../read/member-references.js";
import { memberMetrics, readInvalid, readMembers } from "../read/members.js";
import { modelMatchers, type ReadContext } from "../read/model-matchers.js";
import { readArrivals } from "../read/outcomes.js";
import { readReferenceOutcomes } from "../read/reference-outcomes.js";
import { countRows, qualityOf } from "../read/series-matrix.js";
import { describeTooEarly, describeVerdict } from "./describe-verdict.js";
import { diagnose, invalidShareRise } from "./diagnosis.js";
import { trackDrift } from "./drift-track.js";
import { trackLoss } from "./loss-track.js";
import { monitorWindows, windowsIn } from "./monitor-windows.js";
import { buildTimeline } from "./timeline.js";

const INPUTS = { kind: "inputs" } as const;

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
  for (const monitor of wanted) findings.push(await judge(monitor, nowMs, context));
  return findings;
}

async function judge(monitor: Monitor, nowMs: number, outer: ReadContext): Promise<Finding> {
  const windows = monitorWindows(monitor, nowMs);
  if (windows === null) return describeTooEarly(monitor, nowMs);
  const subject: Query["subject"] = {
    model: monitor.model,
    ...(monitor.modelVersion === undefined ? {} : { modelVersion: monitor.modelVersion }),
    target: INPUTS,
    matchers: [],
  };
  const context: ReadContext = { ...outer, subject };
  const { edges } = windows;
  const metrics = memberMetrics(INPUTS);
  const current = await readMembers(context, metrics, modelMatchers(subject), edges);
  const plan = wholeRange(edges, monitor.window.timeZone);
  const compared = { reference: fixedReference(monitor), window: monitor.window };
  const references = await readMemberReferences(context, compared, metrics, plan, current);
  const whole = plan.windows[0]!;
  const names = references.members.filter((name) => !isIgnored(monitor, name)).sort(membersInOrder);
  const outcomes = await readArrivals(context, edges);
  const range = { fromMs: edges[0]!, toMs: edges[edges.length - 1]! };
  const labelled = await readReferenceOutcomes(context, monitor.reference, range);
  const invalid = await readInvalid(context, INPUTS, modelMatchers(subject), edges);

  const scores = current.get("prediction") ?? [];
  const predictions = Float64Array.from(windows.counted, (_, w) => countRows(scores, w, w + 1));
  const drift = trackDrift(current, (name) => references.of(name, whole), names, windows, monitor.guard);
  const recovery = windowsIn(monitor.recoveryDays, windows);
  const loss = labelled && trackLoss(outcomes, labelled.outcomes, windows, monitor.guard, recovery);
  const scoreReference = references.of("prediction", whole);
  return describeVerdict({
    monitor,
    windows,
    timeline: buildTimeline(predictions, drift, loss),
    drift,
    loss,
    diagnosis: diagnose(outcomes, labelled, windows, monitor),
    invalidShareRise: invalidShareRise(invalid, predictions, windows),
    predictions: predictions.reduce((a, b) => a + b, 0),
    reference:
      scoreReference === null || typeof scoreReference === "string"
        ? null
        : {
            kind: references.kind,
            n: scoreReference.count,
            ...(references.id === undefined ? {} : { id: references.id }),
          },
    quality: qualityOf(scores, 0, windows.counted.length),
  });
}

function isIgnored(monitor: Monitor, member: string): boolean {
  return monitor.ignoredFeatures.some((feature) => member === `feature:${feature}`);
}

/** @throws ModelwatchError `unsupported` for references that move with the windows: evidence needs a fixed one. */
function fixedReference({ id, reference }: Monitor): Monitor["reference"] {
  if (reference.kind === "emitted" || reference.kind === "range") return reference;
  throw new ModelwatchError("unsupported", {
    problem: `monitor "${id}" compares with "${reference.kind}"`,
    allowed: "emitted or range",
    remedy: "give the monitor a fixed reference",
  });
}

function wholeRange(edges: readonly number[], timeZone: string) {
  const window = {
    fromMs: edges[0]!,
    toMs: edges[edges.length - 1]!,
    firstBase: 0,
    endBase: edges.length - 1,
  };
  return { timeZone, windows: [window], baseEdges: edges, sliding: false };
}
