import type { Monitor } from "@modelwatch/conventions/query";
import { rankCulprits, type MemberTrack } from "@modelwatch/statistics";
import { windowsIn } from "./monitor-windows.js";
import { isFixed, type StretchData } from "./read-stretch.js";
import { detectFromReference, type ReferenceDetector } from "./reference-detector.js";
import { detectFromHistory, type WindowDetector } from "./window-detector.js";

/** Evidence of drift over the windows of a stretch. */
export interface DriftTrack {
  /** ln of the detector after each window, on the budget's scale; −∞ while nothing can be said. */
  readonly logDetector: Float64Array;
  /** ln of the budget in days. */
  readonly logThreshold: number;
  /** 1 where the evidence reached the budget, with a drift beyond the tolerance, and has not been below it for the recovery time. */
  readonly evident: Uint8Array;
  readonly members: readonly MemberEvidence[];
}

/** One member's part in the evidence. */
export interface MemberEvidence {
  readonly name: string;
  /** On the same scale as the whole. */
  readonly logDetector: Float64Array;
  /** The same, −∞ where the member has not moved by more than the tolerance. */
  readonly logMaterial: Float64Array;
  /** What windows as units say about the member; null where it has no windows to rank. */
  readonly windows: MemberTrack | null;
}

/**
 * One detector over all members. Windows as units see any change against a member's own past; a fixed reference is compared with
 * as well, which sees what was different from the first day. The two close at different times (days and windows), so they are
 * not averaged: each keeps to its part of the alarm rate, and the budget holds for all together. `share`: into how many parts it is
 * divided. Null where no member can be tracked.
 */
export function trackDrift(monitor: Monitor, data: StretchData, share: number): DriftTrack | null {
  const { budgetDays } = monitor.guard;
  const fromReference = hasFixedReference(monitor, data) ? detectFromReference(monitor, data) : null;
  const fromHistory = detectFromHistory(monitor, data, budgetDays * share);
  if (fromReference === null && fromHistory === null) return null;
  const windows = data.stretch.windows.counted.length;
  const logShare = Math.log(share);
  const logDetector = greatest(windows, [fromReference?.logDetector, fromHistory?.logDetector], logShare);
  const logThreshold = Math.log(budgetDays);
  return {
    logDetector,
    logThreshold,
    evident: holdEvident(
      evidentWindows(fromReference, fromHistory, windows, logThreshold + logShare),
      windowsIn(monitor.recoveryDays, data.stretch.windows),
    ),
    members: membersOf(data.names, windows, fromReference, fromHistory, logShare),
  };
}

/** Whether members are compared with one fixed distribution. */
export function hasFixedReference({ reference }: Monitor, { references }: StretchData): boolean {
  return isFixed(reference) && references.members.length > 0;
}

/** Members to look at first at the end of window `at`, strongest first. */
export function culpritsOf(
  track: DriftTrack,
  at: number,
): readonly { readonly member: MemberEvidence; readonly log10: number }[] {
  const logDetectors = track.members.map((member) => member.logMaterial[at]!);
  return rankCulprits({ logDetectors, logThreshold: track.logThreshold })
    .map((index) => ({ member: track.members[index]!, log10: logDetectors[index]! / Math.LN10 }))
    .filter(({ log10 }) => log10 > -Infinity);
}

function evidentWindows(
  fromReference: ReferenceDetector | null,
  fromHistory: WindowDetector | null,
  windows: number,
  logThreshold: number,
): Uint8Array {
  return new Uint8Array(windows).map((_, w) => {
    if ((fromReference?.logDetector[w] ?? -Infinity) >= logThreshold) return 1;
    if (fromHistory === null || fromHistory.logDetector[w]! < logThreshold) return 0;
    const logDetectors = fromHistory.members.map((member) => member.logDetector[w]!);
    const culprits = rankCulprits({ logDetectors, logThreshold });
    return Number(culprits.some((member) => fromHistory.isMaterial(member, w)));
  });
}

/** An alarm stands until nothing has been evident for so many windows: evidence that hovers is one alarm, not many. */
function holdEvident(evident: Uint8Array, recoveryWindows: number): Uint8Array {
  let last = -Infinity;
  return evident.map((isEvident, w) => {
    if (isEvident === 1) last = w;
    return Number(w - last < recoveryWindows);
  });
}

function membersOf(
  names: readonly string[],
  windows: number,
  fromReference: ReferenceDetector | null,
  fromHistory: WindowDetector | null,
  logShare: number,
): MemberEvidence[] {
  return names.flatMap((name) => {
    const ofReference = fromReference?.members.find((member) => member.name === name);
    const index = fromHistory?.members.findIndex((member) => member.name === name) ?? -1;
    const ofHistory = fromHistory?.members[index];
    if (ofReference === undefined && ofHistory === undefined) return [];
    const material = ofHistory?.logDetector.map((log, w) =>
      fromHistory?.isMaterial(index, w) === true ? log : -Infinity,
    );
    return [
      {
        name,
        logDetector: greatest(windows, [ofReference?.logDetector, ofHistory?.logDetector], logShare),
        logMaterial: greatest(windows, [ofReference?.logDetector, material], logShare),
        windows: ofHistory ?? null,
      },
    ];
  });
}

function greatest(
  windows: number,
  detectors: readonly (Float64Array | undefined)[],
  logShare: number,
): Float64Array {
  const all = new Float64Array(windows).fill(-Infinity);
  for (const detector of detectors) {
    detector?.forEach((log, w) => (all[w] = Math.max(all[w]!, log - logShare)));
  }
  return all;
}
