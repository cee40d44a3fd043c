import type { Finding, Query } from "@modelwatch/conventions/query";
import { decideEffect } from "../decide/index.js";
import { createFinding, frameOf, targetLabel, toEvidence } from "../finding/finding-builder.js";
import { formatCount, formatNumber, formatSigned } from "../finding/format.js";
import type { WeakerEffect } from "./weaker-designs.js";

const METHOD = "placebo inference by cyclic shifts, one look";

/** The finding of a comparison in time, labelled as the weaker evidence that it is. */
export function weakerFinding(query: Query, effect: WeakerEffect, unit: string): Finding {
  const { result } = effect;
  const interval = result?.interval ?? null;
  const decision = decideEffect({
    n: effect.rows,
    minimumCount: query.guard.minimumCount,
    brokenSplit: false,
    simpson: false,
    interval,
    noEffect: 0,
  });
  const logP = result === null ? null : Math.log(result.pValue);
  return createFinding(frameOf(query), {
    target: targetLabel(query.subject.target),
    statistic: effect.design,
    unit,
    window: { fromMs: Date.parse(query.range.from), toMs: Date.parse(query.range.to) },
    value: result?.effect ?? null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    sampling: interval && { ...interval, level: 1 - query.guard.alpha, sequential: false, method: METHOD },
    n: effect.rows,
    evidence: logP === null ? null : toEvidence("p-value", logP),
    threshold: result === null ? null : query.guard.alpha,
    margin: logP === null ? null : (Math.log(query.guard.alpha) - logP) / Math.LN10,
    status: decision.status,
    reason: { code: decision.code, text: textOf(query, effect, unit) },
    details: {
      assigned: "observational",
      design: effect.design,
      weakerThanRandomised: true,
      baseWidth: effect.width,
      windowsBefore: effect.windowsBefore,
      windowsAfter: effect.windowsAfter,
      placebos: result?.placebos ?? null,
      preTrendPValue: effect.preTrendPValue,
      readyToReport: false,
      notReady: ["not-randomised"],
    },
  });
}

function textOf(query: Query, effect: WeakerEffect, unit: string): string {
  const { result } = effect;
  if (effect.rows === 0) return "No row arrived, neither before nor after the change.";
  const windows = `${formatCount(effect.windowsBefore)} windows before and ${formatCount(effect.windowsAfter)} after the change`;
  if (result === null) return `${windows} are too few, or vary too little, to tell an effect.`;
  const after = formatSigned(result.effect, unit);
  const said =
    effect.design === "interrupted-series"
      ? `After the change the mean lies ${after} from where its level, trend and season would have led`
      : `After the change "${query.compare?.treated}" moved by ${after} more than "${query.compare?.control}"`;
  const bounds =
    result.interval === null
      ? "no interval can be given"
      : `interval ${formatNumber(result.interval.low)} to ${formatNumber(result.interval.high)}, ${result.interval.low > 0 || result.interval.high < 0 ? "more than chance" : "within chance"}`;
  const before =
    effect.preTrendPValue !== null && effect.preTrendPValue <= query.guard.alpha
      ? " A made-up change in the middle of the time before shows an effect too, so the comparison cannot be trusted."
      : "";
  return `${said} (${bounds}). Weaker than a randomised comparison: whatever else began at that time is in this number.${before}`;
}
