import { toStratumAttribute } from "@modelwatch/conventions";
import type { Finding } from "@modelwatch/conventions/query";
import { screenConfounders } from "@modelwatch/statistics";
import { decideConfounder } from "../decide/index.js";
import { formatPercent, formatSigned } from "../finding/format.js";
import { toEffect } from "./effects.js";
import { isVoid, liftFinding, type LiftWindow } from "./lift-window.js";
import { sliceByAttribute } from "./slice-groups.js";

/** How far adjusting for each declared stratum by itself moves the difference, furthest first. */
export function confounderFindings(lift: LiftWindow): readonly Finding[] {
  const { query, groups, window, pooled } = lift;
  if (pooled.difference === null || isVoid(lift)) return [];
  const screens = screenConfounders(
    query.strata.map((name) => ({
      name,
      strata: sliceByAttribute(groups, toStratumAttribute(name), window.firstBase, window.endBase),
    })),
  );
  const unit = groups.units.mean;
  return screens.map(({ name, movement, adjusted, pooled: raw, comparableShare }, index) => {
    const effect = toEffect(movement, query.guard.alpha);
    const n = pooled.treatedCount + pooled.controlCount;
    const decision = decideConfounder({
      n,
      minimumCount: query.guard.minimumCount,
      interval: effect.interval,
      liftTolerance: query.guard.liftTolerance,
    });
    const said = `Adjusting for ${name} moves the difference from ${formatSigned(raw, unit)} to ${formatSigned(adjusted, unit)}`;
    const left =
      comparableShare < 1
        ? ` ${formatPercent(1 - comparableShare)} of the rows lie where only one group is, and take no part.`
        : "";
    return liftFinding(lift, {
      statistic: "confounder-shift",
      unit,
      effect,
      n,
      decision,
      text: `${said}, ${READINGS[decision.code] ?? "but the rows or days are too few to say how sure that is"}.${left}`,
      details: { stratum: name, rank: index + 1, adjusted, pooled: raw, comparableShare },
    });
  });
}

const READINGS: Readonly<Record<string, string>> = {
  confounded: "more than chance and more than what matters",
  descriptive: "no more than chance or than what matters",
};
