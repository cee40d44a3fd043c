import type { Finding, Monitor } from "@modelwatch/conventions/query";
import { decideAction, reasonOfState, type MonitorFacts } from "../decide.js";
import { createFinding, toEvidence } from "../finding/finding-builder.js";
import { toDay, toIso } from "../windows/edges.js";
import type { Diagnosis } from "./diagnosis.js";
import { culpritsOf, type DriftTrack } from "./drift-track.js";
import type { LossTrack } from "./loss-track.js";
import type { MonitorWindows } from "./monitor-windows.js";
import { verdictText } from "./reason.js";
import { compressTimeline, type TimelineEntry } from "./timeline.js";

/** All that was learnt about one monitor. */
export interface Judgement {
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

/** One monitor as a finding. */
export function describeVerdict(judgement: Judgement): Finding {
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
        lossSince: loss?.latest ? toDay(windows.edges[loss.latest.since]!, timeZone) : null,
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
      culprits: culprits.map(({ member, log10 }) => ({ member, log10 })),
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

/** A monitor none of whose windows has closed. */
export function describeTooEarly(monitor: Monitor, nowMs: number): Finding {
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
