import { STRATUM_PREFIX } from "@modelwatch/conventions";
import type { Query, ReasonCode } from "@modelwatch/conventions/query";
import { formatCount, formatNumber, formatPercent, formatSigned, formatWithUnit } from "../finding/format.js";
import type { CovariateEffect } from "./covariate-effect.js";
import type { Effect, PairEffects, StratifiedEffects } from "./effects.js";
import type { SplitCheck } from "./split-check.js";

export interface EffectFacts {
  readonly query: Query;
  readonly labels: Readonly<Record<string, string>>;
  readonly effects: PairEffects;
  readonly effect: Effect | null;
  readonly isRatio: boolean;
  readonly unit: string;
  readonly stratified: StratifiedEffects | null;
}

/** One plain sentence about the difference or ratio of two groups. */
export function effectText(code: ReasonCode, facts: EffectFacts): string {
  const { effects, effect, query } = facts;
  const where = sayWhere(facts.labels);
  if (code === "no-data") return `No row of either group arrived${where}.`;
  if (code === "broken-split") {
    return `The groups did not get the rows that the design gave them, so no effect can be read${where}.`;
  }
  if (effect === null || effect.interval === null) {
    return `${formatCount(effects.treatedCount)} and ${formatCount(effects.controlCount)} rows${where} are too few, or too few days, to give an effect${facts.isRatio ? " as a ratio" : ""}.`;
  }
  const said = facts.isRatio ? sayRatio(facts, effect) : sayDifference(facts, effect);
  const caution =
    query.compare?.treatedShare === undefined
      ? " The groups were not assigned by design, so other causes are possible."
      : "";
  if (code === "simpson-reversal") {
    return `${said}${where}, but within ${query.strata.join(" and ")} the difference is ${formatSigned(facts.stratified?.difference.value ?? 0, facts.unit)}: the pooled number misleads.${caution}`;
  }
  const chance = code === "effect-significant" ? "more than chance" : "within chance";
  return `${said}${where}, ${chance}.${caution}`;
}

/** One plain sentence about the effect within strata. */
export function stratifiedText(
  code: ReasonCode,
  facts: {
    readonly query: Query;
    readonly pooled: PairEffects;
    readonly stratified: StratifiedEffects;
    readonly unit: string;
  },
): string {
  const { stratified, query, pooled, unit } = facts;
  const within = `Within ${query.strata.join(" and ")} ${sayGroup(query, "treated")} differs from ${sayGroup(query, "control")} by ${formatSigned(stratified.difference.value, unit)}`;
  const beside = `pooled by ${formatSigned(pooled.difference?.value ?? 0, unit)}`;
  if (code === "broken-split")
    return "The groups did not get the rows that the design gave them, so no effect can be read.";
  if (code === "too-few-rows") return `${within}, but the rows or days are too few to say how sure that is.`;
  if (code === "simpson-reversal") {
    return `${within}, ${beside}: the groups are spread differently over the strata (that alone makes ${formatSigned(stratified.mix.value, unit)}), so the pooled number misleads.`;
  }
  return `${within}, ${beside}; ${code === "effect-significant" ? "more than chance" : "within chance"}.`;
}

/** One plain sentence about the effect without what a covariate explains. */
export function covariateText(
  code: ReasonCode,
  facts: { readonly query: Query; readonly adjusted: CovariateEffect; readonly unit: string },
): string {
  const { query, adjusted, unit } = facts;
  if (code === "broken-split")
    return "The groups did not get the rows that the design gave them, so no effect can be read.";
  const said = `With the covariate from before taken out, ${sayGroup(query, "treated")} differs from ${sayGroup(query, "control")} by ${formatSigned(adjusted.difference.value, unit)}; the covariate explains ${formatPercent(adjusted.varianceReduction)} of the rows' variance`;
  const { interval } = adjusted.difference;
  if (interval === null) return `${said}, but the rows or days are too few to say how sure that is.`;
  return `${said} (interval ${formatNumber(interval.low)} to ${formatNumber(interval.high)}), ${code === "effect-significant" ? "more than chance" : "within chance"}.`;
}

/** One plain sentence about the split. */
export function splitText(split: SplitCheck): string {
  const said = `${formatPercent(split.observedShare)} of ${formatCount(split.treatedCount + split.controlCount)} rows were treated, by design ${formatPercent(split.designedShare)}`;
  return split.broken
    ? `${said}: more than chance explains, so rows were lost or sent by something else.`
    : `${said}: within chance.`;
}

function sayDifference({ query, effects, unit }: EffectFacts, effect: Effect): string {
  const { low, high } = effect.interval!;
  const means = `${formatWithUnit(effects.treatedMean!, unit)} against ${formatWithUnit(effects.controlMean!, unit)}`;
  return `${sayGroup(query, "treated")} differs from ${sayGroup(query, "control")} by ${formatSigned(effect.value, unit)} (${means}; interval ${formatNumber(low)} to ${formatNumber(high)})`;
}

function sayRatio({ query }: EffectFacts, effect: Effect): string {
  const { low, high } = effect.interval!;
  return `${sayGroup(query, "treated")} is ${formatNumber(effect.value)} times ${sayGroup(query, "control")} (interval ${formatNumber(low)} to ${formatNumber(high)})`;
}

function sayGroup({ compare }: Query, side: "treated" | "control"): string {
  return `"${compare?.[side] ?? side}"`;
}

function sayWhere(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name.replace(STRATUM_PREFIX, "")} ${value}`);
  return parts.length === 0 ? "" : ` in ${parts.join(", ")}`;
}
