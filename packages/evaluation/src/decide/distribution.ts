import type { Decision } from "./policy.js";

/** A distribution is there to be looked at. */
export function decideShown(facts: { readonly n: number; readonly isLayoutChanged: boolean }): Decision {
  if (facts.isLayoutChanged) return { status: "undetermined", code: "layout-changed" };
  return facts.n === 0 ? { status: "missing", code: "no-data" } : { status: "info", code: "descriptive" };
}
