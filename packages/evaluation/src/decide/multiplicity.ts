import type { MultiplicityMethod } from "@modelwatch/conventions/query";
import type { Correction } from "@modelwatch/statistics";
import { POLICY } from "./policy.js";

/** What the evidence of a window may spend of alpha; the rest is spent on not knowing references exactly. */
export function alphaOfEvidence(alpha: number): number {
  return alpha * (1 - POLICY.referenceShareOfAlpha);
}

/** What one of the `rows` of a window may spend on not knowing its reference exactly: together they keep to that part of alpha. */
export function deltaOfRow(alpha: number, rows: number): number {
  return (alpha * POLICY.referenceShareOfAlpha) / Math.max(1, rows);
}

/** The correction of reciprocal e-values: Benjamini and Hochberg's of reciprocals is e-BH, the default. */
export function correctionOf(method: MultiplicityMethod = "e-bh"): Correction {
  return method === "e-bh" ? "bh" : method;
}

/** The correction of p-values; e-BH is for e-values, and Benjamini and Yekutieli's keeps what it promises under any dependence. */
export function correctionOfPValues(method: MultiplicityMethod = "holm"): Correction {
  return method === "e-bh" ? "by" : method;
}
