import { knownSharesEvidence, mixtureSprt, normalMixtureHalfWidth } from "@modelwatch/statistics";
import { z } from "zod";
import { byKey } from "../by-key.js";
import { defineFamily } from "../family.js";
import { alpha, counts, probability, someValues } from "../inputs.js";

const positive = z.number().gt(0);

const normal = z.object({
  x: someValues,
  sigma2: positive,
  tau2: positive,
  theta0: z.number().default(0),
  alpha,
});

const multinomial = z
  .object({ theta0: z.array(probability).min(2), k: positive.default(100), counts: z.array(counts).min(1) })
  .refine(
    ({ theta0, counts: rows }) => rows.every((row) => row.length === theta0.length),
    "each row of counts must be as long as theta0",
  );

/** A normal mean with known variance (x), or shares known by design (counts of each window). p is the running minimum. */
export const alwaysValidP = defineFamily(
  "always-valid-p",
  byKey({ x: normal, counts: multinomial }),
  (given) => {
    if ("x" in given) return { result: normalMean(given) };
    const { logEvidence } = knownSharesEvidence({
      shares: given.theta0,
      counts: Float64Array.from(given.counts.flat()),
      concentration: given.k,
    });
    let least = 1;
    return {
      result: {
        posterior_odds: Array.from(logEvidence, Math.exp),
        log_posterior_odds: Array.from(logEvidence),
        p: Array.from(logEvidence, (log) => (least = Math.min(least, Math.exp(-log)))),
      },
    };
  },
);

function normalMean({ x, sigma2, tau2, theta0, alpha: level }: z.infer<typeof normal>) {
  const { logRatio, pValue } = mixtureSprt({
    counts: new Float64Array(x.length).fill(1),
    sums: Float64Array.from(x),
    variance: sigma2,
    mixingVariance: tau2,
    nullMean: theta0,
  });
  const halfWidth = (n: number) =>
    normalMixtureHalfWidth({ errorVariance: sigma2 / n, mixingVariance: tau2, alpha: level });
  return {
    lambda_: Array.from(logRatio, Math.exp),
    log_lambda: Array.from(logRatio),
    p: Array.from(pValue),
    half_width_at: Object.fromEntries(x.map((_, index) => [String(index + 1), halfWidth(index + 1)])),
  };
}
