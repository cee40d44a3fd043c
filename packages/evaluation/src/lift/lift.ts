import type { Finding, Query } from "@modelwatch/conventions/query";
import { decideEffect, isReadyToReport } from "../decide.js";
import { createFinding, frameOf, targetLabel, toEvidence } from "../finding/finding-builder.js";
import { readGroups, type ComparedGroups } from "../read/groups.js";
import type { ReadContext } from "../read/model-matchers.js";
import { planWindows, type PlannedWindow } from "../windows/plan-windows.js";
import {
  pairEffects,
  stratifiedEffects,
  type Effect,
  type PairEffects,
  type StratifiedEffects,
} from "./effects.js";
import { effectText, splitText, stratifiedText } from "./reason.js";
import { sliceGroups, type GroupPair } from "./slice-groups.js";
import { checkSplit, type SplitCheck } from "./split-check.js";

/** One window of a comparison: what all its findings share. */
interface LiftWindow {
  readonly query: Query;
  readonly window: PlannedWindow;
  readonly groups: ComparedGroups;
  readonly split: SplitCheck | null;
  readonly stratified: StratifiedEffects | null;
  readonly days: number;
}

const DAY_MS = 86_400_000;
const METHOD = "asymptotic confidence sequence over base windows";

/**
 * What does the one group gain over the other? Difference and ratio of means with always-valid intervals whose variance comes from
 * days, overall and by stratum. With a designed share the split is checked first, and a broken split voids the effects. With
 * strata the effect within them stands beside the pooled one, with a warning where pooling misleads.
 */
export async function evaluateLift(query: Query, context: ReadContext): Promise<readonly Finding[]> {
  const plan = planWindows(query);
  const groups = await readGroups(query, context, plan.baseEdges);
  return plan.windows.flatMap((window) => {
    const { overall, strata } = sliceGroups(groups, window.firstBase, window.endBase);
    const share = query.compare?.treatedShare;
    const split = share === undefined ? null : checkSplit(overall, share, query.guard.alpha);
    const exact = groups.treated.exactSums && groups.control.exactSums;
    const pooled = pairEffects(overall, query.guard.alpha, exact);
    const hasStrata = query.strata.length > 0;
    const stratified = hasStrata ? stratifiedEffects(query, pooled.difference, strata) : null;
    const days = (window.toMs - window.fromMs) / DAY_MS;
    const lift: LiftWindow = { query, window, groups, split, stratified, days };
    return [
      ...(split === null ? [] : [splitFinding(lift, split)]),
      effectFinding(lift, overall, "mean-difference", pooled, pooled.difference),
      effectFinding(lift, overall, "mean-ratio", pooled, pooled.ratio),
      ...(stratified === null ? [] : [stratifiedFinding(lift, pooled, stratified)]),
      ...(hasStrata ? strata : []).map((stratum) => {
        const effects = pairEffects(stratum, query.guard.alpha, exact);
        return effectFinding(lift, stratum, "mean-difference", effects, effects.difference);
      }),
    ];
  });
}

function splitFinding({ query, window }: LiftWindow, split: SplitCheck): Finding {
  return createFinding(frameOf(query), {
    target: targetLabel(query.subject.target),
    statistic: "sample-ratio",
    window,
    value: split.observedShare,
    n: split.treatedCount + split.controlCount,
    evidence: toEvidence("e-value", split.logEvidence),
    threshold: Math.exp(split.logThreshold),
    margin: (split.logEvidence - split.logThreshold) / Math.LN10,
    status: split.broken ? "watch" : "ok",
    reason: { code: split.broken ? "broken-split" : "descriptive", text: splitText(split) },
    details: {
      treatedCount: split.treatedCount,
      controlCount: split.controlCount,
      designedShare: split.designedShare,
    },
  });
}

function effectFinding(
  lift: LiftWindow,
  pair: GroupPair,
  statistic: "mean-difference" | "mean-ratio",
  effects: PairEffects,
  effect: Effect | null,
): Finding {
  const { query, window, groups, split, stratified } = lift;
  const isRatio = statistic === "mean-ratio";
  const overall = Object.keys(pair.labels).length === 0;
  const simpson = overall && stratified !== null && stratified.simpson !== "none";
  const decision = decideEffect({
    n: effects.treatedCount + effects.controlCount,
    minimumCount: query.guard.minimumCount,
    brokenSplit: split?.broken ?? false,
    simpson,
    interval: effect?.interval ?? null,
    noEffect: isRatio ? 1 : 0,
  });
  const voided = split?.broken ?? false;
  const unit = isRatio ? "" : groups.unit;
  return liftFinding(lift, {
    labels: pair.labels,
    statistic,
    unit,
    effect: voided ? null : effect,
    n: effects.treatedCount + effects.controlCount,
    decision,
    text: effectText(decision.code, {
      query,
      labels: pair.labels,
      effects,
      effect,
      isRatio,
      unit,
      stratified,
    }),
    quality: qualityOfGroups(lift),
    details: {
      treatedMean: effects.treatedMean,
      controlMean: effects.controlMean,
      treatedCount: effects.treatedCount,
      controlCount: effects.controlCount,
      assigned: query.compare?.treatedShare === undefined ? "observational" : "by design",
      ...(isRatio ? {} : perDayDetails(lift, effects, voided)),
      simpson: overall ? (stratified?.simpson ?? "none") : "none",
      readyToReport:
        !isRatio &&
        !voided &&
        !simpson &&
        effect?.interval != null &&
        isReadyToReport(effect.interval, query.guard),
    },
    window,
  });
}

function stratifiedFinding(lift: LiftWindow, pooled: PairEffects, stratified: StratifiedEffects): Finding {
  const { query, window, groups, split } = lift;
  const n = pooled.treatedCount + pooled.controlCount;
  const voided = split?.broken ?? false;
  const { difference } = stratified;
  const decision = decideEffect({
    n,
    minimumCount: query.guard.minimumCount,
    brokenSplit: voided,
    simpson: stratified.simpson !== "none",
    interval: difference.interval,
    noEffect: 0,
  });
  return liftFinding(lift, {
    labels: {},
    statistic: "stratified-mean-difference",
    unit: groups.unit,
    effect: voided ? null : difference,
    n,
    decision,
    text: stratifiedText(decision.code, { query, pooled, stratified, unit: groups.unit }),
    quality: qualityOfGroups(lift),
    details: {
      strata: query.strata,
      strataUsed: stratified.strataUsed,
      pooledDifference: pooled.difference?.value ?? null,
      mix: stratified.mix,
      within: stratified.within,
      simpson: stratified.simpson,
      oddsRatio: stratified.oddsRatio,
      homogeneityPValue: stratified.homogeneityPValue,
      assigned: query.compare?.treatedShare === undefined ? "observational" : "by design",
    },
    window,
  });
}

interface LiftDraft {
  readonly labels: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly unit: string;
  readonly effect: Effect | null;
  readonly n: number;
  readonly decision: ReturnType<typeof decideEffect>;
  readonly text: string;
  readonly quality: Finding["quality"];
  readonly details: Finding["details"];
  readonly window: PlannedWindow;
}

function liftFinding({ query }: LiftWindow, draft: LiftDraft): Finding {
  const { effect, window } = draft;
  const interval = effect?.interval ?? null;
  return createFinding(frameOf(query), {
    target: targetLabel(query.subject.target),
    labels: draft.labels,
    statistic: draft.statistic,
    unit: draft.unit,
    window,
    value: effect?.value ?? null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    sampling: interval && {
      low: interval.low,
      high: interval.high,
      level: 1 - query.guard.alpha,
      sequential: true,
      method: METHOD,
    },
    n: draft.n,
    status: draft.decision.status,
    reason: { code: draft.decision.code, text: draft.text },
    quality: draft.quality,
    details: draft.details,
  });
}

function qualityOfGroups({ groups, window }: LiftWindow): Finding["quality"] {
  const own = [groups.treated, groups.control].map(({ quality }) =>
    quality.slice(window.firstBase, window.endBase),
  );
  return own.flat(2);
}

/** What the effect is worth per day at the treated group's traffic. */
function perDayDetails({ days }: LiftWindow, effects: PairEffects, voided: boolean): Finding["details"] {
  const { difference, treatedCount } = effects;
  if (voided || difference === null || days <= 0) return { perDay: null };
  const rowsPerDay = treatedCount / days;
  const interval = difference.interval;
  return {
    perDay: {
      value: difference.value * rowsPerDay,
      low: interval === null ? null : interval.low * rowsPerDay,
      high: interval === null ? null : interval.high * rowsPerDay,
      rowsPerDay,
    },
  };
}
