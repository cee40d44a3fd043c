import type { Decision } from "./policy.js";

/** Whether a plan could be made: from traffic whose variance is known, for an effect that is stated and can be found at all. */
export function decidePlan(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly measured: boolean;
  readonly stated: boolean;
  readonly detectable: boolean;
  /** Absent where nothing is compared with a reference. */
  readonly hasReference?: boolean;
}): Decision {
  if (facts.n === 0) return { status: "missing", code: "no-data" };
  if (facts.hasReference === false) return { status: "undetermined", code: "no-reference" };
  if (facts.n < facts.minimumCount || !facts.measured)
    return { status: "undetermined", code: "too-few-rows" };
  if (!facts.stated) return { status: "undetermined", code: "not-applicable" };
  return facts.detectable
    ? { status: "info", code: "descriptive" }
    : { status: "undetermined", code: "never-detectable" };
}

/** Two groups that are treated alike must be found alike; a difference beyond chance asks for a look before any experiment. */
export function decideAaCheck(facts: {
  readonly n: number;
  readonly minimumCount: number;
  /** Null where it could not be checked. */
  readonly holdsZero: boolean | null;
}): Decision {
  if (facts.n === 0) return { status: "missing", code: "no-data" };
  if (facts.n < facts.minimumCount || facts.holdsZero === null)
    return { status: "undetermined", code: "too-few-rows" };
  return facts.holdsZero
    ? { status: "ok", code: "effect-not-significant" }
    : { status: "watch", code: "effect-significant" };
}
