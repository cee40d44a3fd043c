import {
  computeStatistic,
  kolmogorovSmirnovApproximateTail,
  kolmogorovSmirnovUntiedTail,
  kolmogorovSurvival,
} from "@modelwatch/statistics";
import { z } from "zod";
import { byKey } from "../by-key.js";
import { orderedCells, pooledSamples } from "../distributions.js";
import { defineFamily, undetermined } from "../family.js";
import { someValues, twoSamples, twoSides } from "../inputs.js";

/** Up to here "auto" computes the exact distribution. */
const LARGEST_EXACT = 10_000;

const method = z.object({ method: z.enum(["exact", "asymp", "auto"]).default("auto") });
const input = byKey({ x: twoSamples.and(method), ref: twoSides.and(method), z: z.object({ z: someValues }) });

/**
 * `p` is that of values that do not tie, as other tools give it; `p_given_ties` is exact given the ties, never larger, and what
 * Modelwatch itself uses.
 */
export const ksTwoSample = defineFamily("ks-two-sample", input, (given) => {
  if ("z" in given) return { result: { sf: given.z.map((at) => kolmogorovSurvival(at).probability) } };
  const { reference, current } = "x" in given ? pooledSamples(given) : orderedCells(given);
  const n = reference.count;
  const m = current.count;
  const ks = computeStatistic("ks", { reference, current });
  if (ks.kind === "undetermined") return undetermined(["statistic", "p"], ks.reason);
  const isExact = given.method === "exact" || (given.method === "auto" && Math.max(n, m) <= LARGEST_EXACT);
  const tail = isExact
    ? kolmogorovSmirnovUntiedTail(n, m, ks.value)
    : kolmogorovSmirnovApproximateTail(n, m, ks.value);
  return { result: { statistic: ks.value, p: tail.probability, p_given_ties: ks.pValue ?? null } };
});
