import type { Finding, Query } from "@modelwatch/conventions/query";
import { expectedDetectionDelay, smallestDetectableDrift, type DriftPlan } from "@modelwatch/statistics";
import { decidePlan } from "../decide/index.js";
import { readDriftRows, type DriftRow } from "../drift/drift-rows.js";
import { createFinding, frameOf } from "../finding/finding-builder.js";
import { formatNumber, formatPercent } from "../finding/format.js";
import type { ReadContext } from "../read/model-matchers.js";
import { countRows } from "../read/series-matrix.js";
import { planWindows, type WindowPlan } from "../windows/plan-windows.js";

const DAY_MS = 86_400_000;
/** Days whose rows are pooled for one look. */
const HORIZONS = [1, 7, 28] as const;

/**
 * For each member: the smallest drift that one day's rows show, and how many days a detector within the budget takes to notice a stated
 * drift (or one of the tolerance's size).
 */
export async function evaluateDriftPlan(query: Query, context: ReadContext): Promise<readonly Finding[]> {
  const whole = { ...query, window: { ...query.window, width: "range" as const }, strata: [] };
  const plan = planWindows(whole, query.reference);
  const rows = await readDriftRows(whole, context, plan);
  return rows.flatMap((row) => describeMember(query, plan, row, rows.length));
}

/** One member's traffic on its reference's cells. */
interface MemberTraffic {
  readonly rows: number;
  readonly rowsPerDay: number;
  readonly windowDays: number;
  readonly reference: { readonly count: number; readonly cells: number } | null;
  readonly overdispersion: number | null;
}

function measureMember({ member, references }: DriftRow, plan: WindowPlan): MemberTraffic {
  const window = plan.windows[0]!;
  const days = (window.toMs - window.fromMs) / DAY_MS;
  const rows = countRows(member.series, window.firstBase, window.endBase);
  const reference = references.of(member.name, window);
  const known = reference !== null && typeof reference !== "string" && reference.count > 0;
  const spread = known ? member.spreadFrom(reference) : "layout-changed";
  return {
    rows,
    rowsPerDay: rows / days,
    windowDays: days / (window.endBase - window.firstBase),
    reference:
      known && spread !== "layout-changed" ? { count: reference.count, cells: spread.matrix.cells } : null,
    overdispersion: spread === "layout-changed" ? null : spread.overdispersion,
  };
}

function describeMember(query: Query, plan: WindowPlan, row: DriftRow, members: number): readonly Finding[] {
  const { guard } = query;
  const { power, effect } = guard;
  const traffic = measureMember(row, plan);
  const { rows, rowsPerDay, windowDays, reference, overdispersion } = traffic;
  const measured = reference !== null && reference.cells >= 2 && overdispersion !== null;
  const drift: DriftPlan | null = measured
    ? {
        cells: reference.cells,
        referenceCount: reference.count,
        overdispersion,
        alpha: guard.alpha / members,
        power,
      }
    : null;
  const smallestAfter = (days: number) =>
    drift === null || rows === 0 ? null : smallestDetectableDrift(rowsPerDay * days, drift);
  const stated = effect ?? guard.tolerance;
  // two normals of equal spread with Hellinger distance h lie √(−8 ln(1 − h²)) standard deviations apart
  const shift = Math.sqrt(-8 * Math.log1p(-(Math.min(stated, 0.999) ** 2)));
  const perWindow =
    overdispersion === null ? 0 : shift * Math.sqrt((rowsPerDay * windowDays) / overdispersion);
  const budget = { budgetWindows: Math.max(1, guard.budgetDays / windowDays), members, moved: 1 };
  const delay = drift === null || stated === 0 ? null : expectedDetectionDelay(perWindow, budget);
  const shared = {
    rows,
    facts: { n: rows, minimumCount: guard.minimumCount, measured, hasReference: reference !== null },
    details: { power, alpha: guard.alpha, members, rowsPerDay, overdispersion, budgetDays: guard.budgetDays },
    reference: reference && { kind: row.references.kind, n: reference.count },
  };
  const smallest = smallestAfter(1);
  const days = delay === null ? null : delay * windowDays;
  return [
    driftFinding(query, plan, row, {
      ...shared,
      statistic: "smallest-detectable-drift",
      unit: "",
      value: smallest,
      decision: decidePlan({ ...shared.facts, detectable: smallest !== null, stated: true }),
      text: `One day of ${row.member.name} would show a Hellinger distance of ${formatNumber(smallest ?? 0)} with a probability of ${formatPercent(power)}.`,
      details: {
        ...shared.details,
        byDays: HORIZONS.map((horizon) => ({ days: horizon, hellinger: smallestAfter(horizon) })),
      },
    }),
    driftFinding(query, plan, row, {
      ...shared,
      statistic: "time-to-detect",
      unit: "d",
      value: days,
      decision: decidePlan({ ...shared.facts, detectable: days !== null, stated: stated > 0 }),
      text: `A shift of ${row.member.name} by a Hellinger distance of ${formatNumber(stated)} would take ${formatNumber(days ?? 0)} days on average to be noticed, with at most one false alarm in ${formatNumber(guard.budgetDays)} days over ${members} members.`,
      details: { ...shared.details, hellinger: stated, standardDeviations: shift },
    }),
  ];
}

interface DriftPlanDraft {
  readonly statistic: string;
  readonly unit: string;
  readonly value: number | null;
  readonly rows: number;
  readonly reference: Finding["reference"];
  readonly decision: ReturnType<typeof decidePlan>;
  readonly text: string;
  readonly details: Finding["details"];
}

function driftFinding(query: Query, plan: WindowPlan, row: DriftRow, draft: DriftPlanDraft): Finding {
  const { code } = draft.decision;
  return createFinding(frameOf(query), {
    target: row.member.name,
    labels: row.labels,
    statistic: draft.statistic,
    unit: draft.unit,
    window: plan.windows[0]!,
    reference: draft.reference,
    value: code === "descriptive" ? draft.value : null,
    n: draft.rows,
    status: draft.decision.status,
    reason: { code, text: code === "descriptive" ? draft.text : (REFUSALS[code] ?? code) },
    details: draft.details,
  });
}

const REFUSALS: Readonly<Record<string, string>> = {
  "no-data": "No row arrived in this range to plan from.",
  "no-reference": "There is no reference to plan a comparison with.",
  "too-few-rows": "The rows or windows are too few to know how much they vary.",
  "never-detectable": "At this traffic and variation it would not be noticed.",
  "not-applicable": "No drift is stated: give one as guard.effect or guard.tolerance.",
};
