import type { Decision } from "./policy.js";

/**
 * Did a member change inside the range? The budgeted detector asks for a look; a fixed-range test alone informs, because panels
 * are looked at more than once. A change of unit is an error wherever it is seen.
 */
export function decideChange(facts: {
  readonly n: number;
  readonly minimumCount: number;
  /** ln p − its threshold; null where no cut could be tested. */
  readonly excess: number | null;
  readonly isAlarm: boolean;
  readonly isUnitChange: boolean;
}): Decision {
  if (facts.n === 0) return { status: "missing", code: "no-data" };
  if (facts.n < facts.minimumCount || facts.excess === null)
    return { status: "undetermined", code: "too-few-rows" };
  const isFound = facts.excess <= 0;
  if (isFound && facts.isUnitChange) return { status: "watch", code: "unit-changed" };
  if (facts.isAlarm) return { status: "watch", code: "change-found" };
  return isFound ? { status: "info", code: "change-found" } : { status: "ok", code: "change-not-found" };
}
