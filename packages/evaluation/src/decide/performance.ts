import type { ReasonCode } from "@modelwatch/conventions/query";
import { type Decision, POLICY } from "./policy.js";

/** The loss of one window beside the reference's: harmful where even its lower bound exceeds the reference's upper bound + tolerance. */
export function decideWindowLoss(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly maturity: number | null;
  readonly low: number | null;
  /** Upper bound of the reference loss + tolerance; null without a reference. */
  readonly limit: number | null;
}): Decision {
  const early = decideLabelled(facts);
  if (early.code !== "descriptive") return early;
  if (facts.low === null || facts.limit === null) return { status: "info", code: "no-reference" };
  return facts.low > facts.limit
    ? { status: "watch", code: "loss-beyond-tolerance" }
    : { status: "ok", code: "loss-within-tolerance" };
}

/** A number about labelled rows that nobody has to act on by itself. */
export function decideLabelled(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly maturity: number | null;
}): Decision {
  if (facts.n === 0) return { status: "undetermined", code: "cannot-tell-without-labels" };
  if (facts.n < facts.minimumCount) return { status: "undetermined", code: "too-few-rows" };
  if (facts.maturity !== null && facts.maturity < POLICY.leastMaturity)
    return { status: "info", code: "labels-immature" };
  return { status: "info", code: "descriptive" };
}

/** Can the current scores be a mixture of the labelled classes? A fit that is not known does not refute. */
export function decideLabelShift(fitPValue: number | null, alpha: number): ReasonCode {
  return fitPValue !== null && fitPValue < alpha ? "label-shift-refuted" : "assumes-label-shift";
}
