import type { Decision } from "./policy.js";

/** Drift of one member in one window. Never `act`: inputs that move need not hurt. */
export function decideDrift(facts: {
  readonly n: number;
  readonly minimumCount: number;
  readonly reference: "found" | "none" | "layout-changed" | "reference-overlaps";
  readonly hellinger: number | null;
  /** The Hellinger distance that chance alone gives at these sizes. */
  readonly noiseFloor: number;
  readonly tolerance: number;
  /** ln E − ln threshold; null where evidence could not be computed. */
  readonly excessEvidence: number | null;
  /** The window overlaps others, or was chosen by its own data. */
  readonly displayOnly: boolean;
  /** What the comparison was coarsened to, where the layouts of its sides differ. */
  readonly layoutChange: { readonly hidesDrift: boolean } | null;
}): Decision {
  if (facts.n === 0) return { status: "missing", code: "no-data" };
  if (facts.reference === "none") return { status: "undetermined", code: "no-reference" };
  if (facts.reference !== "found") return { status: "undetermined", code: facts.reference };
  if (facts.n < facts.minimumCount || facts.hellinger === null) {
    return { status: "undetermined", code: "too-few-rows" };
  }
  if (facts.displayOnly) return { status: "info", code: "display-only" };
  if (facts.excessEvidence === null) return { status: "undetermined", code: "too-few-rows" };
  // joining cells can hide a drift, and never makes one
  if (facts.excessEvidence >= 0) return { status: "watch", code: "drift-beyond-tolerance" };
  if (facts.layoutChange?.hidesDrift === true) return { status: "undetermined", code: "layout-changed" };
  // squared distances add: what is left of this one when chance has taken its part
  const beyondChance = Math.sqrt(Math.max(0, facts.hellinger ** 2 - facts.noiseFloor ** 2));
  return beyondChance <= facts.tolerance
    ? { status: "ok", code: "within-tolerance" }
    : { status: "undetermined", code: "drift-not-evident" };
}
