import type { Finding, Monitor } from "@modelwatch/conventions/query";
import { decideAction, reasonOfState, type MonitorFacts } from "../decide/index.js";
import { createFinding, toEvidence } from "../finding/finding-builder.js";
import { qualityOf } from "../read/series-matrix.js";
import { toDay, toIso } from "../windows/edges.js";
import { diagnose, invalidShareRise } from "./diagnosis.js";
import { describeDrift, describeLoss, describeSplit, describeVersions } from "./evidence-details.js";
import type { JudgedMonitor, JudgedStretch } from "./judge-monitor.js";
import { listCulprits } from "./list-culprits.js";
import { membersWithChangedLayouts } from "./changed-layouts.js";
import { verdictText } from "./reason.js";
import { compressTimeline, type TimelineEntry } from "./timeline.js";

/** One monitor as a finding: its state now, and what led to it. The numbers are those of the version in charge. */
export function describeVerdict(judged: JudgedMonitor): Finding {
  const { monitor, edges, timeline, stretches } = judged;
  const now = stretches[stretches.length - 1]!;
  const { drift, loss, data } = now;
  const { timeZone } = monitor.window;
  const last = timeline[timeline.length - 1]!;
  const firstAct = firstEnd(judged, ({ state }) => state === "act");
  const firstWatch = firstEnd(judged, ({ facts }) => facts.drift === "evident");
  const diagnosis = diagnose(now, monitor);
  const rise = invalidShareRise(now);
  const action = decideAction({
    state: last.state,
    invalidShareRise: rise,
    decomposition: diagnosis.code,
    auc: diagnosis.split?.auc ?? null,
    referenceAuc: diagnosis.split?.referenceAuc ?? null,
  });
  const culprits = listCulprits(now, monitor);
  const layoutChanged = membersWithChangedLayouts(data);
  const known = {
    hasReference: drift !== null || loss !== null || data.referenceOutcomes !== null,
    membersRefused: isRefused(now),
  };
  const lossStart = loss?.latest ? data.stretch.windows.edges[loss.latest.since]! : null;
  return createFinding(frameOfMonitor(monitor), {
    monitor: monitor.id,
    target: "inputs",
    statistic: loss === null ? "drift-detector" : "brier",
    window: { fromMs: edges[0]!, toMs: edges[edges.length - 1]! },
    reference: describeReference(now),
    ...numbersOf(now, monitor),
    n: judged.predictions.reduce((sum, count) => sum + count, 0),
    status: last.state,
    reason: {
      code: reasonOfState(last.state, last.facts, known),
      text: verdictText({
        state: last.state,
        ...known,
        action,
        loss,
        tolerance: monitor.guard.lossTolerance,
        lossSince: lossStart === null ? null : toDay(lossStart, timeZone),
        firstAct: firstAct === null ? null : toDay(firstAct, timeZone),
        firstWatch: firstWatch === null ? null : toDay(firstWatch, timeZone),
        culprits,
        layoutChanged,
        budgetDays: monitor.guard.budgetDays,
        windows: timeline.length,
      }),
    },
    quality: stretches.flatMap(({ data: { current, stretch } }) =>
      qualityOf(current.get("prediction") ?? [], stretch.windows.first, stretch.windows.counted.length),
    ),
    details: {
      action,
      firstAct: firstAct === null ? null : toIso(firstAct, timeZone),
      firstWatch: firstWatch === null ? null : toIso(firstWatch, timeZone),
      timeline: compressTimeline(timeline).map(({ state, from, to }) => ({
        state,
        from: toIso(edges[from]!, timeZone),
        to: toIso(edges[to]!, timeZone),
      })),
      versions: describeVersions(judged),
      culprits,
      drift: describeDrift(now, monitor),
      layoutChanged: [...layoutChanged],
      loss: describeLoss(now, monitor),
      decomposition: describeSplit(diagnosis),
      invalidShareRise: rise,
      owner: monitor.owner ?? null,
      runbook: monitor.runbook ?? null,
    },
  });
}

/** The loss and its evidence where there are labels, else the evidence of drift. */
function numbersOf({ loss, drift }: JudgedStretch, monitor: Monitor) {
  if (loss !== null) {
    const { latest } = loss;
    const level = 1 - monitor.guard.alpha;
    const method = "Newey–West over windows";
    return {
      value: latest?.estimate ?? null,
      low: latest?.low ?? null,
      high: latest?.high ?? null,
      sampling: latest && { low: latest.low, high: latest.high, level, sequential: false, method },
      ...evidenceOf(loss.logDetector, monitor),
    };
  }
  const log = drift?.logDetector[drift.logDetector.length - 1];
  if (drift === null || log === undefined) return {};
  return evidenceOf(log, monitor);
}

/** An e-detector against the days of its budget. */
function evidenceOf(log: number, { guard }: Monitor) {
  return {
    evidence: toEvidence("e-detector", log),
    threshold: guard.budgetDays,
    margin: (log - Math.log(guard.budgetDays)) / Math.LN10,
  };
}

function describeReference({ data }: JudgedStretch): Finding["reference"] {
  const score = data.referenceOf("prediction");
  if (score === null || typeof score === "string") return null;
  const { kind, id } = data.references;
  return { kind, n: score.count, ...(id === undefined ? {} : { id }) };
}

/** No evidence of drift, and not for want of windows or rows. */
function isRefused({ drift }: JudgedStretch): boolean {
  if (drift === null || drift.members.length === 0) return false;
  return drift.members.every(({ windows }) => {
    const reason = windows?.refused?.reason;
    return reason === "autocorrelated-residuals" || reason === "constant";
  });
}

/** The end of the first window after which it could have been known. */
function firstEnd(
  { timeline, edges }: JudgedMonitor,
  is: (entry: { state: TimelineEntry["state"]; facts: MonitorFacts }) => boolean,
) {
  const index = timeline.findIndex(is);
  return index < 0 ? null : edges[index + 1]!;
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
