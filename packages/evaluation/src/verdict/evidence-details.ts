import type { Finding, Monitor } from "@modelwatch/conventions/query";
import { finiteOrNull } from "../finding/finding-builder.js";
import { toIso } from "../windows/edges.js";
import type { Diagnosis } from "./diagnosis.js";
import type { JudgedMonitor, JudgedStretch } from "./judge-monitor.js";

type Detail = Finding["details"][string];

/** The drift evidence against its budget, and every member's part in it; a member that takes no part says why. */
export function describeDrift({ drift }: JudgedStretch, { guard }: Monitor): Detail {
  if (drift === null) return null;
  const last = drift.logDetector.length - 1;
  return {
    log10Detector: log10Of(drift.logDetector[last]),
    log10Threshold: drift.logThreshold / Math.LN10,
    budgetDays: guard.budgetDays,
    members: drift.members.map(({ name, logDetector, windows }) => ({
      member: name,
      log10: log10Of(logDetector[last]),
      refused: windows?.refused ? { reason: windows.refused.reason, text: windows.refused.text } : null,
      residualAutocorrelation: finiteOrNull(windows?.residualAutocorrelation),
    })),
  };
}

export function describeLoss({ loss }: JudgedStretch, { guard }: Monitor): Detail {
  if (loss === null) return null;
  const { limit, referenceLoss, windows, logDetector, logThreshold } = loss;
  return {
    limit,
    referenceLoss,
    windows,
    log10Detector: log10Of(logDetector),
    log10Threshold: logThreshold / Math.LN10,
    budgetDays: guard.budgetDays,
  };
}

/** How much of the newest loss change lies in the data and how much in the model. */
export function describeSplit({ code, split }: Diagnosis): Detail {
  if (split === null) return null;
  return {
    code,
    scoreMix: split.parts.scoreMix.value,
    outcomeGivenScore: split.parts.outcomeGivenScore.value,
    auc: split.auc,
    referenceAuc: split.referenceAuc,
  };
}

/** Which version was in charge since when. */
export function describeVersions({ stretches, monitor }: JudgedMonitor): Detail {
  return stretches.map(({ data: { stretch } }) => ({
    version: stretch.version ?? null,
    from: toIso(stretch.windows.edges[stretch.windows.first]!, monitor.window.timeZone),
  }));
}

function log10Of(log: number | undefined): number | null {
  return log === undefined ? null : finiteOrNull(log / Math.LN10);
}
