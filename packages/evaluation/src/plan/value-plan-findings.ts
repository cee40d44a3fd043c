import type { Finding, Query } from "@modelwatch/conventions/query";
import {
  EFFECT_WINDOWS,
  smallestStandardisedEffect,
  unitsForStandardisedEffect,
  type AaCheck,
  type TestPlan,
} from "@modelwatch/statistics";
import { decideAaCheck, decidePlan } from "../decide/index.js";
import { createFinding, frameOf, targetLabel, toEvidence } from "../finding/finding-builder.js";
import { formatCount, formatNumber, formatPercent, formatSigned, formatWithUnit } from "../finding/format.js";
import type { PlannedWindow } from "../windows/plan-windows.js";
import type { Traffic, WindowVariance } from "./window-variance.js";

/** What a plan of two groups rests on. */
export interface ValuePlanFacts {
  readonly query: Query;
  readonly window: PlannedWindow;
  readonly unit: string;
  /** Days of the range, and of one base window. */
  readonly days: number;
  readonly windowDays: number;
  readonly power: number;
  /** The effect to find; null where none is stated. */
  readonly statedEffect: number | null;
  readonly traffic: Traffic;
  readonly variance: WindowVariance | null;
}

/** Days for which the smallest effect is listed. */
const HORIZONS = [7, 14, 28, 90] as const;

/** The smallest effect that an experiment as long as the range would find. */
export function detectableFinding(facts: ValuePlanFacts): Finding {
  const { variance, days, unit, power, query } = facts;
  const effect = (of: number, within = days) => {
    const windows = Math.max(EFFECT_WINDOWS.least, within / facts.windowDays);
    return Math.sqrt(of) * smallestStandardisedEffect(windows, testPlanOf(facts));
  };
  const value = variance && effect(variance.value);
  const decision = decidePlan({ ...guardOf(facts), detectable: true, stated: true });
  return planFinding(facts, "smallest-detectable-effect", unit, decision, {
    value,
    low: variance && effect(variance.low),
    high: variance && effect(variance.high),
    text:
      value === null
        ? notMeasured(facts)
        : `After ${formatNumber(days)} days of this traffic a difference of ${formatWithUnit(value, unit)} would be found with a probability of ${formatPercent(power)}, looking at any time (alpha ${formatPercent(query.guard.alpha)}).`,
    details: {
      byDays:
        variance && HORIZONS.map((within) => ({ days: within, effect: effect(variance.value, within) })),
      withCovariate:
        variance === null || variance.varianceReduction === null
          ? null
          : effect(variance.value * (1 - variance.varianceReduction)),
    },
  });
}

/** Days until the stated effect is found. */
export function timeFinding(facts: ValuePlanFacts): Finding {
  const { variance, statedEffect, unit, windowDays, power } = facts;
  const daysFor = (of: number | undefined, plan: TestPlan = testPlanOf(facts)) => {
    if (of === undefined || of === 0 || statedEffect === null) return null;
    const windows = unitsForStandardisedEffect(statedEffect / Math.sqrt(of), plan);
    const least = plan.timing === "fixed" ? 1 : EFFECT_WINDOWS.least;
    return windows === null ? null : Math.max(least, windows) * windowDays;
  };
  const value = daysFor(variance?.value);
  const fixed = daysFor(variance?.value, { ...testPlanOf(facts), timing: "fixed" });
  const decision = decidePlan({
    ...guardOf(facts),
    detectable: value !== null,
    stated: statedEffect !== null,
  });
  const perDay = facts.traffic.rows / facts.days;
  const found = (timeDays: number) =>
    `A difference of ${formatWithUnit(statedEffect ?? 0, unit)} would be found after ${formatNumber(timeDays)} days (${formatCount(timeDays * perDay)} rows) with a probability of ${formatPercent(power)}; one look at a size fixed beforehand would take ${fixed === null ? "as long" : `${formatNumber(fixed)} days`}.`;
  const unknown =
    variance === null
      ? notMeasured(facts)
      : statedEffect === null
        ? "No effect is stated: give the smallest one that matters as guard.effect or guard.liftTolerance."
        : "No traffic brings enough rows to find an effect this small.";
  return planFinding(facts, "time-to-detect", "d", decision, {
    value,
    low: daysFor(variance?.low),
    high: daysFor(variance?.high),
    text: value === null ? unknown : found(value),
    details: {
      effect: statedEffect,
      rows: value === null ? null : Math.ceil(value * perDay),
      fixedSizeDays: fixed,
      fixedSizeRows: fixed === null ? null : Math.ceil(fixed * perDay),
      withCovariate:
        variance === null || variance.varianceReduction === null
          ? null
          : daysFor(variance.value * (1 - variance.varianceReduction)),
    },
  });
}

/** Are two groups that are treated alike found alike? */
export function aaFinding(facts: ValuePlanFacts, check: AaCheck | null): Finding {
  const { query, unit } = facts;
  const decision = decideAaCheck({ ...guardOf(facts), holdsZero: check?.holdsZero ?? null });
  const { alpha } = query.guard;
  const rowAlarms =
    check === null
      ? ""
      : ` Rows taken for independent would alarm falsely with a probability of ${formatPercent(check.rowFalseAlarmProbability)} instead of ${formatPercent(alpha)}.`;
  const said =
    check === null
      ? notMeasured(facts)
      : `The groups differ by ${formatSigned(check.difference, unit)} (interval ${formatNumber(check.interval.low)} to ${formatNumber(check.interval.high)}): ${check.holdsZero ? "alike" : "they are not treated alike, or not assigned at random"}.`;
  return planFinding(facts, "aa-check", unit, decision, {
    value: check?.difference ?? null,
    low: check?.interval.low ?? null,
    high: check?.interval.high ?? null,
    evidence: check && toEvidence("e-value", check.interval.logEvidence),
    threshold: check && 1 / alpha,
    margin: check && (check.interval.logEvidence + Math.log(alpha)) / Math.LN10,
    text: said + rowAlarms,
    details: {
      varianceRatio: check?.varianceRatio ?? null,
      rowFalseAlarmProbability: check?.rowFalseAlarmProbability ?? null,
    },
  });
}

function planFinding(
  facts: ValuePlanFacts,
  statistic: string,
  unit: string,
  decision: ReturnType<typeof decidePlan>,
  draft: Pick<Finding, "value" | "low" | "high" | "details"> &
    Partial<Pick<Finding, "evidence" | "threshold" | "margin">> & { readonly text: string },
): Finding {
  const { query, window, traffic, variance } = facts;
  const { text, details, ...numbers } = draft;
  return createFinding(frameOf(query), {
    target: targetLabel(query.subject.target),
    statistic,
    unit,
    window,
    ...numbers,
    n: traffic.rows,
    status: decision.status,
    reason: { code: decision.code, text },
    details: {
      ...details,
      power: facts.power,
      alpha: query.guard.alpha,
      rowsPerDay: traffic.rows / facts.days,
      baseWindows: traffic.windows,
      varianceFrom: variance?.basis ?? null,
      designEffect: variance?.designEffect ?? null,
      varianceReduction: variance?.varianceReduction ?? null,
    },
  });
}

function testPlanOf({ query, power }: ValuePlanFacts): TestPlan {
  return { alpha: query.guard.alpha, power, timing: "always-valid", optimalAt: EFFECT_WINDOWS.optimal };
}

function guardOf({ query, traffic, variance }: ValuePlanFacts) {
  return { n: traffic.rows, minimumCount: query.guard.minimumCount, measured: variance !== null };
}

function notMeasured({ traffic }: ValuePlanFacts): string {
  return traffic.rows === 0
    ? "No row arrived in this range to plan from."
    : `${formatCount(traffic.rows)} rows in ${formatCount(traffic.windows)} windows are too few, or lack exact sums, to measure how much values vary.`;
}
