import { type Decision, POLICY } from "./policy.js";

/** An effect between two groups. A broken split voids it; a Simpson reversal asks for a look. */
export function decideEffect(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly brokenSplit: boolean;
  readonly simpson: boolean;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly noEffect: number;
}): Decision {
  if (facts.n === 0) return { status: "missing", code: "no-data" };
  if (facts.brokenSplit) return { status: "undetermined", code: "broken-split" };
  if (facts.n < facts.minimumCount || facts.interval === null)
    return { status: "undetermined", code: "too-few-rows" };
  if (facts.simpson) return { status: "watch", code: "simpson-reversal" };
  const { low, high } = facts.interval;
  const significant = low > facts.noEffect || high < facts.noEffect;
  return { status: "info", code: significant ? "effect-significant" : "effect-not-significant" };
}

/** Why an effect should not be reported yet. */
export type NotReadyReason =
  | "no-interval"
  | "interval-too-wide"
  | "not-randomised"
  | "broken-split"
  | "labels-immature"
  | "maturity-unknown"
  | "simpson-unexplained";

/**
 * What still stands against reporting an effect; nothing where its interval says on which side of the smallest effect that matters the
 * truth lies, the split is sound, labels are mature, and no Simpson warning stands unexplained.
 */
export function reasonsNotReady(facts: {
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly liftTolerance: number;
  readonly split: "sound" | "broken" | "none";
  readonly simpson: boolean;
  readonly maturity: number | null | "not-needed";
}): readonly NotReadyReason[] {
  const { interval, liftTolerance: matters, split, maturity } = facts;
  const reasons: NotReadyReason[] = [];
  if (split === "none") reasons.push("not-randomised");
  if (split === "broken") reasons.push("broken-split");
  if (interval === null) reasons.push("no-interval");
  else {
    const { low, high } = interval;
    const decisive = low > matters || high < -matters || (low > -matters && high < matters);
    if (!decisive) reasons.push("interval-too-wide");
  }
  if (maturity === null) reasons.push("maturity-unknown");
  else if (maturity !== "not-needed" && maturity < POLICY.leastMaturity) reasons.push("labels-immature");
  if (facts.simpson) reasons.push("simpson-unexplained");
  return reasons;
}

/** Does adjusting for a stratum move an effect by more than chance, and by more than what matters? */
export function decideConfounder(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly liftTolerance: number;
}): Decision {
  const { interval, liftTolerance } = facts;
  if (facts.n < facts.minimumCount || interval === null)
    return { status: "undetermined", code: "too-few-rows" };
  const moved = interval.low > liftTolerance || interval.high < -liftTolerance;
  return { status: "info", code: moved ? "confounded" : "descriptive" };
}

/** A test of two groups at one look. */
export function decideAssociation(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly logPValue: number;
  readonly alpha: number;
}): Decision {
  if (facts.n < facts.minimumCount) return { status: "undetermined", code: "too-few-rows" };
  const significant = facts.logPValue <= Math.log(facts.alpha);
  return { status: "info", code: significant ? "effect-significant" : "effect-not-significant" };
}
