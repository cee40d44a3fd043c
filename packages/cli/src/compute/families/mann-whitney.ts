import { computeStatistic, mannWhitneyExactPValue } from "@modelwatch/statistics";
import { z } from "zod";
import { byKey } from "../by-key.js";
import { orderedCells, pooledSamples, type TwoSamples } from "../distributions.js";
import { defineFamily, undetermined, type Result } from "../family.js";
import { flag, twoSamples, twoSides } from "../inputs.js";

/** "auto" takes the exact distribution where a sample is at most this large and nothing ties. */
const LARGEST_EXACT = 8;

const options = z.object({
  continuity: flag.optional(),
  method: z.enum(["exact", "asymptotic", "auto"]).default("asymptotic"),
});

/** U counts pairs in which the value of x (or ref) is the larger one, a tie as half. */
export const mannWhitney = defineFamily(
  "mann-whitney",
  byKey({ x: twoSamples.and(options), ref: twoSides.and(options) }),
  (given) => {
    const isRaw = "x" in given;
    const samples = isRaw ? pooledSamples(given) : orderedCells(given);
    const continuity = given.continuity ?? isRaw;
    const test = computeStatistic("mann-whitney", samples, { continuity: continuity ? 1 : 0 });
    if (test.kind === "undetermined") return undetermined(isRaw ? ["u", "p"] : ["u_ref", "p"], test.reason);
    const { reference, current } = samples;
    // a whole number of half pairs, which the probability has rounded
    const u = Math.round(2 * (1 - test.value) * reference.count * current.count) / 2;
    const p = isExact(given.method, samples)
      ? mannWhitneyExactPValue(reference.count, current.count, u)
      : (test.pValue ?? null);
    const result: Result = isRaw ? { u } : { u_ref: u };
    return { result: { ...result, p, auc_ref_gt_cur: 1 - test.value } };
  },
);

function isExact(method: "exact" | "asymptotic" | "auto", { reference, current }: TwoSamples): boolean {
  if (method !== "auto") return method === "exact";
  const ties = reference.counts.some((count, cell) => count + current.counts[cell]! > 1);
  return !ties && Math.min(reference.count, current.count) <= LARGEST_EXACT;
}
