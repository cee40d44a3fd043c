import type { Decision } from "./policy.js";

/** Which part of a loss change is beyond chance? */
export function decideDecomposition(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly hasReference: boolean;
  readonly scoreMix: { readonly low: number; readonly high: number } | null;
  readonly outcomeGivenScore: { readonly low: number; readonly high: number } | null;
}): Decision {
  if (facts.n === 0) return { status: "undetermined", code: "cannot-tell-without-labels" };
  if (!facts.hasReference) return { status: "undetermined", code: "no-reference" };
  if (facts.n < facts.minimumCount || facts.scoreMix === null || facts.outcomeGivenScore === null) {
    return { status: "undetermined", code: "too-few-rows" };
  }
  const data = excludesZero(facts.scoreMix);
  const model = excludesZero(facts.outcomeGivenScore);
  if (data && model) return { status: "info", code: "data-and-model-moved" };
  if (data) return { status: "info", code: "data-moved" };
  if (model) return { status: "info", code: "model-moved" };
  return { status: "undetermined", code: "drift-not-evident" };
}

export function excludesZero({ low, high }: { readonly low: number; readonly high: number }): boolean {
  return low > 0 || high < 0;
}
