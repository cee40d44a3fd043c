import type { Finding, Query } from "@modelwatch/conventions/query";
import type { Decision } from "../decide/index.js";
import { createFinding, frameOf, targetLabel, toEvidence } from "../finding/finding-builder.js";
import type { ComparedGroups } from "../read/groups.js";
import type { PlannedWindow } from "../windows/plan-windows.js";
import type { Association } from "./associations.js";
import type { Effect, PairEffects, StratifiedEffects } from "./effects.js";
import type { SlicedGroups } from "./slice-groups.js";
import type { SplitCheck } from "./split-check.js";

/** One window of a comparison: what all its findings share. */
export interface LiftWindow {
  readonly query: Query;
  readonly window: PlannedWindow;
  readonly groups: ComparedGroups;
  readonly sliced: SlicedGroups;
  readonly split: SplitCheck | null;
  readonly pooled: PairEffects;
  /** Null without strata, or where none holds both groups. */
  readonly stratified: StratifiedEffects | null;
  /** A test of the groups within strata at one look; null without strata, or where none tells. */
  readonly association: Association | null;
  /** Share of the groups' predictions whose truth arrived; null where that is not known, "not-needed" for business values. */
  readonly maturity: number | null | "not-needed";
}

/** What differs between the findings of one window. */
export interface LiftDraft {
  readonly labels?: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly unit: string;
  /** Null: voided, or not known. */
  readonly effect: Effect | null;
  readonly n: number;
  readonly decision: Decision;
  readonly text: string;
  readonly details: Finding["details"];
}

const METHOD = "asymptotic confidence sequence over base windows";

/** A finding about an effect with its always-valid interval and the evidence against "no effect". */
export function liftFinding({ query, window, groups }: LiftWindow, draft: LiftDraft): Finding {
  const interval = draft.effect?.interval ?? null;
  const { alpha } = query.guard;
  return createFinding(frameOf(query), {
    target: targetLabel(query.subject.target),
    labels: { ...draft.labels },
    statistic: draft.statistic,
    unit: draft.unit,
    window,
    value: draft.effect?.value ?? null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    sampling: interval && {
      low: interval.low,
      high: interval.high,
      level: 1 - alpha,
      sequential: true,
      method: METHOD,
    },
    n: draft.n,
    evidence: interval && toEvidence("e-value", interval.logEvidence),
    threshold: interval && 1 / alpha,
    margin: interval && (interval.logEvidence + Math.log(alpha)) / Math.LN10,
    status: draft.decision.status,
    reason: { code: draft.decision.code, text: draft.text },
    quality: [groups.treated, groups.control].flatMap(({ quality }) =>
      quality.slice(window.firstBase, window.endBase).flat(),
    ),
    details: { assigned: assignmentOf(query), ...(interval && unitsOf(interval)), ...draft.details },
  });
}

export function assignmentOf({ compare }: Query): "by design" | "observational" {
  return compare?.treatedShare === undefined ? "observational" : "by design";
}

export function isVoid({ split }: LiftWindow): boolean {
  return split?.broken ?? false;
}

/** What the interval's variance was taken from, and what these units are worth. */
function unitsOf({ unit, units, effectiveUnits }: NonNullable<Effect["interval"]>): Finding["details"] {
  return { varianceFrom: unit, units, effectiveUnits };
}
