import type { Finding } from "@modelwatch/conventions/query";
import { decideAssociation } from "../decide/index.js";
import { createFinding, frameOf, targetLabel, toEvidence } from "../finding/finding-builder.js";
import { formatNumber } from "../finding/format.js";
import type { Association } from "./associations.js";
import { assignmentOf, isVoid, type LiftWindow } from "./lift-window.js";

const METHODS: Readonly<Record<Association["statistic"], string>> = {
  "mantel-haenszel-odds-ratio": "Robins-Breslow-Greenland, times the design effect of base windows",
  "van-elteren": "midranks of buckets, times the design effect of base windows",
};

/** The test of the groups within strata, for one look; null where there is none. */
export function associationFinding(lift: LiftWindow): Finding | null {
  const { query, window, pooled, association } = lift;
  const { alpha, minimumCount } = query.guard;
  if (association === null || isVoid(lift)) return null;
  const { value, interval, logPValue, statistic } = association;
  const n = pooled.treatedCount + pooled.controlCount;
  const decision = decideAssociation({ n, minimumCount, logPValue, alpha });
  return createFinding(frameOf(query), {
    target: targetLabel(query.subject.target),
    statistic,
    window,
    value,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    sampling: interval && { ...interval, level: 1 - alpha, sequential: false, method: METHODS[statistic] },
    n,
    evidence: toEvidence("p-value", logPValue),
    threshold: alpha,
    margin: (Math.log(alpha) - logPValue) / Math.LN10,
    status: decision.status,
    reason: { code: decision.code, text: textOf(lift, association) },
    details: {
      assigned: assignmentOf(query),
      strataUsed: association.strataUsed,
      designEffect: association.designEffect,
      homogeneityPValue: association.homogeneityPValue,
    },
  });
}

function textOf({ query }: LiftWindow, { statistic, value, interval }: Association): string {
  const [treated, control] = [`"${query.compare?.treated}"`, `"${query.compare?.control}"`];
  const within = `Within ${query.strata.join(" and ")}`;
  if (statistic === "van-elteren") {
    const tends = value > 0 ? "larger" : "smaller";
    return `${within} values of ${treated} tend to be ${tends} than those of ${control} (z = ${formatNumber(value)}, one look).`;
  }
  const bounds =
    interval === null ? "" : `, interval ${formatNumber(interval.low)} to ${formatNumber(interval.high)}`;
  return `${within} the odds of ${treated} are ${formatNumber(value)} times those of ${control} (one look${bounds}).`;
}
