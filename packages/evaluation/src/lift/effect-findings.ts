import type { Finding } from "@modelwatch/conventions/query";
import { decideEffect, reasonsNotReady } from "../decide/index.js";
import { covariateEffect } from "./covariate-effect.js";
import type { Effect, PairEffects, StratifiedEffects } from "./effects.js";
import { isVoid, liftFinding, type LiftWindow } from "./lift-window.js";
import { covariateText, effectText, stratifiedText } from "./reason.js";
import type { GroupPair } from "./slice-groups.js";
import { perDayOf } from "./value-findings.js";

/** Difference or ratio of one pair's means. */
export function effectFinding(
  lift: LiftWindow,
  pair: GroupPair,
  statistic: "mean-difference" | "mean-ratio",
  effects: PairEffects,
): Finding {
  const { query, groups, stratified } = lift;
  const isRatio = statistic === "mean-ratio";
  const effect = isRatio ? effects.ratio : effects.difference;
  const overall = Object.keys(pair.labels).length === 0;
  const simpson = overall && stratified !== null && stratified.simpson !== "none";
  const decision = decideOf(lift, effect, effects, { simpson, noEffect: isRatio ? 1 : 0 });
  const unit = isRatio ? "" : groups.units.mean;
  const facts = { query, labels: pair.labels, effects, effect, isRatio, unit, stratified };
  return liftFinding(lift, {
    labels: pair.labels,
    statistic,
    unit,
    effect: isVoid(lift) ? null : effect,
    n: effects.treatedCount + effects.controlCount,
    decision,
    text: effectText(decision.code, facts),
    details: {
      treatedMean: effects.treatedMean,
      controlMean: effects.controlMean,
      treatedCount: effects.treatedCount,
      controlCount: effects.controlCount,
      ...(isRatio ? {} : { perDay: isVoid(lift) ? null : perDayOf(lift, pair, effect) }),
      simpson: overall ? (stratified?.simpson ?? "none") : "none",
      ...(isRatio ? {} : readinessOf(lift, effect, simpson)),
    },
  });
}

/** The difference within strata beside the pooled one. */
export function stratifiedFinding(lift: LiftWindow, stratified: StratifiedEffects): Finding {
  const { query, groups, pooled, association } = lift;
  const { difference, inPopulation } = stratified;
  const odds = association?.statistic === "mantel-haenszel-odds-ratio" ? association : null;
  const simpson = stratified.simpson !== "none";
  const decision = decideOf(lift, difference, pooled, { simpson, noEffect: 0 });
  const unit = groups.units.mean;
  return liftFinding(lift, {
    statistic: "stratified-mean-difference",
    unit,
    effect: isVoid(lift) ? null : difference,
    n: pooled.treatedCount + pooled.controlCount,
    decision,
    text: stratifiedText(decision.code, { query, pooled, stratified, unit }),
    details: {
      strata: query.strata,
      strataUsed: stratified.strataUsed,
      pooledDifference: pooled.difference?.value ?? null,
      inPopulation: inPopulation && boundsOf(inPopulation),
      mix: stratified.mix.value,
      mixInterval: boundsOf(stratified.mix),
      within: stratified.within.value,
      withinInterval: boundsOf(stratified.within),
      simpson: stratified.simpson,
      oddsRatio: odds?.value ?? null,
      homogeneityPValue: odds?.homogeneityPValue ?? null,
      // adjusting for the strata is the explanation of the warning: here it no longer stands against reporting
      ...readinessOf(lift, difference, false),
    },
  });
}

/** The difference without what a covariate from before explains; null where there is none. */
export function covariateFinding(lift: LiftWindow): Finding | null {
  const { query, groups, pooled, sliced } = lift;
  const adjusted = covariateEffect(sliced.overall, query.guard.alpha);
  if (adjusted === null) return null;
  const decision = decideOf(lift, adjusted.difference, pooled, { simpson: false, noEffect: 0 });
  const unit = groups.units.mean;
  return liftFinding(lift, {
    statistic: "covariate-adjusted-difference",
    unit,
    effect: isVoid(lift) ? null : adjusted.difference,
    n: pooled.treatedCount + pooled.controlCount,
    decision,
    text: covariateText(decision.code, { query, adjusted, unit }),
    details: {
      theta: adjusted.theta,
      varianceReduction: adjusted.varianceReduction,
      covariateDifference: adjusted.covariateDifference && boundsOf(adjusted.covariateDifference),
      rawDifference: pooled.difference?.value ?? null,
      ...readinessOf(lift, adjusted.difference, false),
    },
  });
}

function decideOf(
  lift: LiftWindow,
  effect: Effect | null,
  { treatedCount, controlCount }: PairEffects,
  facts: { readonly simpson: boolean; readonly noEffect: number },
) {
  return decideEffect({
    n: treatedCount + controlCount,
    minimumCount: lift.query.guard.minimumCount,
    brokenSplit: isVoid(lift),
    interval: effect?.interval ?? null,
    ...facts,
  });
}

function readinessOf({ query, split, maturity }: LiftWindow, effect: Effect | null, simpson: boolean) {
  const notReady = reasonsNotReady({
    interval: effect?.interval ?? null,
    liftTolerance: query.guard.liftTolerance,
    split: split === null ? "none" : split.broken ? "broken" : "sound",
    simpson,
    maturity,
  });
  return { readyToReport: notReady.length === 0, notReady: [...notReady] };
}

function boundsOf({ value, interval }: Effect) {
  return { value, low: interval?.low ?? null, high: interval?.high ?? null };
}
