import { ModelwatchError } from "@modelwatch/conventions";
import type { Finding, Monitor, Query } from "@modelwatch/conventions/query";
import { decideAction, reasonOfState, type MonitorFacts } from "../decide.js";
import { membersInOrder } from "../drift/drift.js";
import { createFinding, toEvidence } from "../finding/finding-builder.js";
import { readMemberReferences } from "../read/member-references.js";
import { memberMetrics, readInvalid, readMembers } from "../read/members.js";
import { modelMatchers, type ReadContext } from "../read/model-matchers.js";
import { readArrivals } from "../read/outcomes.js";
import { readReferenceOutcomes } from "../read/reference-outcomes.js";
import { countRows, qualityOf } from "../read/series-matrix.js";
import { toDay, toIso } from "../windows/edges.js";
import { diagnose, invalidShareRise, type Diagnosis } from "./diagnosis.js";
import { culpritsOf, trackDrift, type DriftTrack } from "./drift-track.js";
import { trackLoss, type LossTrack } from "./loss-track.js";
import { monitorWindows, windowsIn, type MonitorWindows } from "./monitor-windows.js";
import { verdictText } from "./reason.js";
import { buildTimeline, compressTimeline, type TimelineEntry } from "./timeline.js";

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

/** All that was learnt about one monitor. */
interface Judgement {
  readonly monitor: Monitor;
  readonly windows: MonitorWindows;
  readonly timeline: readonly TimelineEntry[];
  readonly drift: DriftTrack | null;
  readonly loss: LossTrack | null;
  readonly diagnosis: Diagnosis;
  readonly invalidShareRise: number;
  readonly predictions: number;
  readonly reference: Finding["reference"];
  readonly quality: Finding["quality"];
}

async function judge(monitor: Monitor, nowMs: number, outer: ReadContext): Promise<Finding> {
  const windows = monitorWindows(monitor, nowMs);
  if (windows === null) return tooEarly(monitor, nowMs);
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
  const references = await readMemberReferences(context, fixedReference(monitor), metrics, plan, current);
  const names = references.members.filter((name) => !isIgnored(monitor, name)).sort(membersInOrder);
  const outcomes = await readArrivals(context, edges);
  const range = { fromMs: edges[0]!, toMs: edges[edges.length - 1]! };
  const labelled = await readReferenceOutcomes(context, monitor.reference, range);
  const invalid = await readInvalid(context, INPUTS, modelMatchers(subject), edges);

  const scores = current.get("prediction") ?? [];
  const predictions = Float64Array.from(windows.counted, (_, w) => countRows(scores, w, w + 1));
  const drift = trackDrift(current, (name) => references.of(name, 0), names, windows, monitor.guard);
  const recovery = windowsIn(monitor.recoveryDays, windows);
  const loss = labelled && trackLoss(outcomes, labelled.outcomes, windows, monitor.guard, recovery);
  const scoreReference = references.of("prediction", 0);
  return describe({
    monitor,
    windows,
    timeline: buildTimeline(predictions, drift, loss),
    drift,
    loss,
    diagnosis: diagnose(outcomes, labelled, windows, monitor),
    invalidShareRise: invalidShareRise(invalid, predictions, windows),
    predictions: predictions.reduce((a, b) => a + b, 0),
    reference:
      scoreReference === null || scoreReference === "layout-changed"
        ? null
        : {
            kind: references.kind,
            n: scoreReference.count,
            ...(references.id === undefined ? {} : { id: references.id }),
          },
    quality: qualityOf(scores, 0, windows.counted.length),
  });
}

function describe(judgement: Judgement): Finding {
  const { monitor, windows, timeline, drift, loss, diagnosis } = judgement;
  const last = timeline[timeline.length - 1]!;
  const { timeZone } = monitor.window;
  const firstAct = firstEnd(judgement, (entry) => entry.state === "act");
  const firstWatch = firstEnd(judgement, (entry) => entry.facts.drift === "evident");
  const action = decideAction({
    state: last.state,
    invalidShareRise: judgement.invalidShareRise,
    decomposition: diagnosis.code,
    auc: diagnosis.split?.auc ?? null,
    referenceAuc: diagnosis.split?.referenceAuc ?? null,
  });
  const culprits = drift === null ? [] : culpritsOf(drift, timeline.length - 1);
  const hasReference = drift !== null || loss !== null || judgement.reference !== null;
  return createFinding(frameOfMonitor(monitor), {
    monitor: monitor.id,
    target: "inputs",
    statistic: loss === null ? "drift-detector" : "brier",
    window: { fromMs: windows.edges[0]!, toMs: windows.edges[windows.edges.length - 1]! },
    reference: judgement.reference,
    ...numbersOf(judgement),
    n: judgement.predictions,
    status: last.state,
    reason: {
      code: reasonOfState(last.state, last.facts, hasReference),
      text: verdictText({
        state: last.state,
        hasReference,
        action,
        loss,
        tolerance: monitor.guard.lossTolerance,
        firstAct: firstAct === null ? null : toDay(firstAct, timeZone),
        firstWatch: firstWatch === null ? null : toDay(firstWatch, timeZone),
        culprits: culprits.map(({ member }) => member),
        budgetDays: monitor.guard.budgetDays,
        windows: timeline.length,
      }),
    },
    quality: judgement.quality,
    details: {
      action,
      firstAct: firstAct === null ? null : toIso(firstAct, timeZone),
      firstWatch: firstWatch === null ? null : toIso(firstWatch, timeZone),
      timeline: compressTimeline(timeline).map(({ state, from, to }) => ({
        state,
        from: toIso(windows.edges[from]!, timeZone),
        to: toIso(windows.edges[to]!, timeZone),
      })),
      culprits: culprits.map((culprit) => ({ ...culprit })),
      ...evidenceDetails(judgement),
      owner: monitor.owner ?? null,
      runbook: monitor.runbook ?? null,
    },
  });
}

/** The loss where there are labels, else the drift evidence: a finding's value, threshold and margin share one scale. */
function numbersOf({ loss, drift, timeline, monitor }: Judgement) {
  if (loss !== null) {
    const { latest, limit } = loss;
    const level = 1 - monitor.guard.alpha;
    const method = "asymptotic confidence sequence over windows";
    return {
      value: latest?.estimate ?? null,
      low: latest?.low ?? null,
      high: latest?.high ?? null,
      sampling: latest && { low: latest.low, high: latest.high, level, sequential: true, method },
      threshold: limit,
      margin: latest === null ? null : latest.low - limit,
    };
  }
  const log = drift?.logDetector[timeline.length - 1];
  if (drift === null || log === undefined) return {};
  return {
    evidence: toEvidence("e-detector", log),
    threshold: monitor.guard.budgetDays,
    margin: (log - drift.logThreshold) / Math.LN10,
  };
}

function evidenceDetails({
  monitor,
  drift,
  loss,
  diagnosis,
  timeline,
  invalidShareRise: rise,
}: Judgement): Finding["details"] {
  const log = drift?.logDetector[timeline.length - 1];
  const { split } = diagnosis;
  return {
    drift:
      drift === null
        ? null
        : {
            log10Detector: log === undefined || !Number.isFinite(log) ? null : log / Math.LN10,
            log10Threshold: drift.logThreshold / Math.LN10,
            budgetDays: monitor.guard.budgetDays,
            members: drift.members.map(({ name }) => name),
          },
    loss:
      loss === null
        ? null
        : {
            limit: loss.limit,
            referenceLoss: loss.referenceLoss,
            windows: loss.windows,
            alpha: monitor.guard.alpha,
          },
    decomposition:
      split === null
        ? null
        : {
            code: diagnosis.code,
            scoreMix: split.parts.scoreMix.value,
            outcomeGivenScore: split.parts.outcomeGivenScore.value,
            auc: split.auc,
            referenceAuc: split.referenceAuc,
          },
    invalidShareRise: rise,
  };
}

/** The end of the first window after which it could have been known. */
function firstEnd(
  { timeline, windows }: Judgement,
  is: (entry: { state: string; facts: MonitorFacts }) => boolean,
) {
  const index = timeline.findIndex(is);
  return index < 0 ? null : windows.edges[index + 1]!;
}

function tooEarly(monitor: Monitor, nowMs: number): Finding {
  const anchorMs = Date.parse(monitor.anchor);
  return createFinding(frameOfMonitor(monitor), {
    monitor: monitor.id,
    target: "inputs",
    statistic: "drift-detector",
    window: { fromMs: Math.min(anchorMs, nowMs), toMs: Math.max(anchorMs, nowMs) },
    n: 0,
    status: "undetermined",
    reason: { code: "too-few-rows", text: "No window has closed since the monitor's anchor." },
    details: { action: "leave alone", owner: monitor.owner ?? null, runbook: monitor.runbook ?? null },
  });
}

function frameOfMonitor({ model, modelVersion, window }: Monitor) {
  const version = modelVersion === undefined ? {} : { modelVersion };
  return { analysis: "verdict", model, ...version, timeZone: window.timeZone } as const;
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
  return { timeZone, windows: [window], baseEdges: edges };
}
