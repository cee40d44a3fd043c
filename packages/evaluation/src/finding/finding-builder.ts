import type {
  Analysis,
  Finding,
  Query,
  ReasonCode,
  Status,
  Target,
  WindowQuality,
} from "@modelwatch/conventions/query";
import { toIso } from "../windows/edges.js";
import type { PlannedWindow } from "../windows/plan-windows.js";

/** What every finding of one query shares. */
export interface FindingFrame {
  readonly analysis: Analysis;
  readonly model: string;
  readonly modelVersion?: string;
  readonly timeZone: string;
}

/** A finding without the parts that follow from its frame; what is absent is not known. */
export interface FindingDraft {
  readonly target: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly unit?: string;
  readonly window: Pick<PlannedWindow, "fromMs" | "toMs">;
  readonly reference?: Finding["reference"];
  readonly value?: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  readonly resolution?: { readonly low: number; readonly high: number } | null;
  readonly sampling?: Finding["sampling"];
  readonly n: number;
  readonly evidence?: Finding["evidence"];
  readonly threshold?: number | null;
  readonly margin?: number | null;
  readonly status: Status;
  readonly reason: { readonly code: ReasonCode; readonly text: string };
  readonly quality?: readonly WindowQuality[];
  readonly details?: Finding["details"];
  readonly monitor?: string;
}

export function frameOf(query: Query): FindingFrame {
  const { model, modelVersion } = query.subject;
  return {
    analysis: query.analysis,
    model,
    ...(modelVersion === undefined ? {} : { modelVersion }),
    timeZone: query.window.timeZone,
  };
}

/** A complete finding. A number that is not finite becomes null: no NaN or 0 stands for "not known". */
export function createFinding(frame: FindingFrame, draft: FindingDraft): Finding {
  return {
    analysis: frame.analysis,
    ...(draft.monitor === undefined ? {} : { monitor: draft.monitor }),
    subject: {
      model: frame.model,
      ...(frame.modelVersion === undefined ? {} : { modelVersion: frame.modelVersion }),
      target: draft.target,
      labels: { ...draft.labels },
    },
    statistic: draft.statistic,
    unit: draft.unit ?? "",
    window: {
      from: toIso(draft.window.fromMs, frame.timeZone),
      to: toIso(draft.window.toMs, frame.timeZone),
      timeZone: frame.timeZone,
    },
    reference: draft.reference ?? null,
    value: finiteOrNull(draft.value),
    low: finiteOrNull(draft.low),
    high: finiteOrNull(draft.high),
    resolution: finiteRange(draft.resolution),
    sampling: draft.sampling ?? null,
    n: draft.n,
    evidence: draft.evidence ?? null,
    threshold: finiteOrNull(draft.threshold),
    margin: finiteOrNull(draft.margin),
    status: draft.status,
    reason: draft.reason,
    quality: [...new Set(draft.quality)].sort(),
    details: draft.details ?? {},
  };
}

/** Digits of a power: what engines agree on. Their last bits of 10 ** x differ, and the same data must give the same bytes. */
const POWER_DIGITS = 12;

/** e to the power of a logarithm, clamped to 1e±300, to as many digits as every engine gives. */
export function fromLog(log: number): number {
  const log10 = Math.min(300, Math.max(-300, log / Math.LN10));
  return Number((10 ** log10).toPrecision(POWER_DIGITS));
}

/** Evidence from its natural logarithm; the value is clamped to 1e±300, `log10` stays exact. */
export function toEvidence(
  kind: NonNullable<Finding["evidence"]>["kind"],
  logE: number,
): Finding["evidence"] {
  const log10 = logE / Math.LN10;
  if (!Number.isFinite(log10)) return null;
  return { kind, value: fromLog(logE), log10 };
}

/** `prediction`, `feature:distance`, …: how findings name a target. */
export function targetLabel(target: Target): string {
  return "name" in target ? `${target.kind}:${target.name}` : target.kind;
}

/** The number, or null where it is not finite or not known. */
export function finiteOrNull(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) ? value : null;
}

function finiteRange(range: FindingDraft["resolution"]): Finding["resolution"] {
  if (range === null || range === undefined) return null;
  return Number.isFinite(range.low) && Number.isFinite(range.high)
    ? { low: range.low, high: range.high }
    : null;
}
