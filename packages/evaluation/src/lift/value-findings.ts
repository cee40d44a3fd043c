import type { Finding } from "@modelwatch/conventions/query";
import { totalOf } from "@modelwatch/statistics";
import { decideEffect } from "../decide/index.js";
import { formatSigned } from "../finding/format.js";
import { pairEffects, type Effect } from "./effects.js";
import { isVoid, liftFinding, type LiftWindow } from "./lift-window.js";
import { sliceGroups, type GroupPair } from "./slice-groups.js";

const DAY_MS = 86_400_000;

/** What the effect is worth per day at the treated group's traffic; null without rows. */
export function perDayOf({ window }: LiftWindow, { treated }: GroupPair, effect: Effect | null) {
  const days = (window.toMs - window.fromMs) / DAY_MS;
  if (effect === null || !(days > 0)) return null;
  const rowsPerDay = totalOf(treated.counts) / days;
  const { value, interval } = scaled(effect, rowsPerDay);
  return { value, low: interval?.low ?? null, high: interval?.high ?? null, rowsPerDay };
}

/**
 * What the treatment was worth: per day of this window, and in all from the base window `firstBase` to the end of this window. The effect
 * times the treated group's rows, which are known; only the effect is uncertain.
 */
export function valueFindings(lift: LiftWindow, firstBase: number): readonly Finding[] {
  const { query, groups, window, pooled, sliced } = lift;
  const { alpha, minimumCount } = query.guard;
  const days = (window.toMs - window.fromMs) / DAY_MS;
  const soFar = sliceGroups(groups, firstBase, window.endBase).overall;
  const exact = groups.treated.exactSums && groups.control.exactSums;
  const total = pairEffects(soFar, alpha, exact);
  const sum = groups.units.sum;
  const describe = (
    statistic: "value-per-day" | "cumulative-value",
    raw: Effect | null,
    factor: number,
    n: number,
  ): Finding => {
    const effect = raw === null || isVoid(lift) ? null : scaled(raw, factor);
    const unit = statistic === "cumulative-value" ? sum : `${sum === "" ? "1" : sum}/d`;
    const decision = decideEffect({
      n,
      minimumCount,
      brokenSplit: isVoid(lift),
      simpson: lift.stratified !== null && lift.stratified.simpson !== "none",
      interval: effect?.interval ?? null,
      noEffect: 0,
    });
    const text = valueText(lift, statistic, effect);
    return liftFinding(lift, { statistic, unit, effect, n, decision, text, details: { rows: factor } });
  };
  return [
    describe(
      "value-per-day",
      pooled.difference,
      totalOf(sliced.overall.treated.counts) / days,
      pooled.treatedCount + pooled.controlCount,
    ),
    describe(
      "cumulative-value",
      total.difference,
      totalOf(soFar.treated.counts),
      total.treatedCount + total.controlCount,
    ),
  ];
}

function valueText(
  { query, groups }: LiftWindow,
  statistic: "value-per-day" | "cumulative-value",
  effect: Effect | null,
): string {
  const when = statistic === "value-per-day" ? "a day" : "since the range began";
  const [treated, control] = [`"${query.compare?.treated}"`, `"${query.compare?.control}"`];
  if (effect === null || effect.interval === null)
    return `What ${treated} was worth ${when} beside ${control} cannot be told.`;
  const said = (value: number) => formatSigned(value, groups.units.sum);
  const { low, high } = effect.interval;
  return `${treated} was worth ${said(effect.value)} ${when} beside ${control} (between ${said(low)} and ${said(high)}).`;
}

/** The effect in another unit; evidence against no effect stays as it is. */
function scaled({ value, interval }: Effect, factor: number): Effect {
  return {
    value: value * factor,
    interval: interval && { ...interval, low: interval.low * factor, high: interval.high * factor },
  };
}
