import { cramerVonMisesExactTail, cramerVonMisesOfMidranks } from "@modelwatch/statistics";
import { z } from "zod";
import { byKey } from "../by-key.js";
import { orderedCells, pooledSamples } from "../distributions.js";
import { defineFamily, undetermined } from "../family.js";
import { twoSamples, twoSides } from "../inputs.js";

/** Up to this many values on each side "auto" computes the exact distribution. */
const LARGEST_EXACT = 20;

const method = z.object({ method: z.enum(["exact", "asymptotic", "auto"]).default("auto") });

export const cramerVonMises = defineFamily(
  "cramer-von-mises",
  byKey({ x: twoSamples.and(method), ref: twoSides.and(method) }),
  (given) => {
    const { reference, current } = "x" in given ? pooledSamples(given) : orderedCells(given);
    const n = reference.count;
    const m = current.count;
    // with one value on each side the statistic has one value
    if (Math.min(n, m) === 0 || n + m < 3) return undetermined(["statistic", "p"], "too-few");
    const { statistic, tail } = cramerVonMisesOfMidranks(reference.counts, current.counts);
    const isExact = given.method === "exact" || (given.method === "auto" && Math.max(n, m) <= LARGEST_EXACT);
    const p = isExact ? cramerVonMisesExactTail(n, m, statistic) : tail.probability;
    return { result: { statistic, p } };
  },
);
