import {
  normalMixtureBound,
  normalMixtureLogEvidence,
  polynomialStitchedBound,
  predictableMixtureIntervals,
  timeUniformCdfBound,
} from "@modelwatch/statistics";
import { z } from "zod";
import { byKey } from "../by-key.js";
import { defineFamily } from "../family.js";
import { alpha, flag, someValues } from "../inputs.js";

const positive = z.number().gt(0);
const times = z.array(z.number().min(0)).min(1);
const mixture = { v_opt: positive, alpha_opt: alpha, one_sided: flag.default(true) };

const mixtureEvidence = z
  .object({ s: someValues, v: times, ...mixture })
  .refine(({ s, v }) => s.length === v.length, "s and v must be equally long");
const mixtureBound = z.strictObject({ v: times, alpha, ...mixture });
const stitched = z.strictObject({
  v: times,
  alpha,
  v_min: positive,
  c: z.number().min(0).default(0),
  s: z.number().gt(1).default(1.4),
  eta: z.number().gt(1).default(2),
});
const cdfBand = z.strictObject({
  t: times,
  alpha,
  t_min: z.number().min(1),
  A: positive.default(0.85),
});
const boundedMean = z.strictObject({
  x: z.array(z.number().min(0).max(1)).min(1),
  alpha,
  method: z.enum(["hoeffding", "empirical-bernstein"]).optional(),
  truncation: positive.optional(),
  running_intersection: flag.default(false),
});

/**
 * Boundaries that hold at all times at once. Which one is said by the parameters: s and v_opt ask for the normal mixture's evidence, v
 * and v_opt for its boundary, v and v_min for the stitched one, t for the band of a distribution function, x for a bounded mean.
 */
export const confidenceSequence = defineFamily(
  "confidence-sequence",
  byKey({ x: boundedMean, t: cdfBand, v_min: stitched, s: mixtureEvidence, v: mixtureBound }),
  (given) => {
    if ("x" in given) return { result: boundedMeanOf(given) };
    if ("t" in given) return { result: { bound: cdfBoundOf(given) } };
    if ("v_min" in given) {
      const { v_min: from, c: scale, s: decay, eta: epoch } = given;
      const boundAt = (v: number) => polynomialStitchedBound(v, given.alpha, { from, scale, decay, epoch });
      return { result: { bound: given.v.map(boundAt) } };
    }
    const options = {
      optimalAt: given.v_opt,
      optimalAlpha: given.alpha_opt,
      sides: given.one_sided ? 1 : 2,
    } as const;
    if (!("s" in given))
      return { result: { bound: given.v.map((v) => normalMixtureBound(v, given.alpha, options)) } };
    const evidence = given.s.map((s, index) => normalMixtureLogEvidence(s, given.v[index]!, options));
    return { result: { log_mixture: evidence } };
  },
);

function cdfBoundOf({ t, alpha: level, t_min: firstAt, A: width }: z.infer<typeof cdfBand>): number[] {
  return t.map((count) => timeUniformCdfBound({ count, alpha: level, firstAt, width }));
}

/** Without a method: empirical Bernstein where bets are capped below 1, as it needs; else Hoeffding. */
function boundedMeanOf({
  x,
  alpha: level,
  truncation,
  running_intersection,
  ...given
}: z.infer<typeof boundedMean>) {
  const isCapped = truncation !== undefined && truncation < 1;
  const { low, high } = predictableMixtureIntervals({
    values: x,
    alpha: level,
    kind: given.method ?? (isCapped ? "empirical-bernstein" : "hoeffding"),
    ...(truncation === undefined ? {} : { largestBet: truncation }),
    runningIntersection: running_intersection,
  });
  return { lower: Array.from(low), upper: Array.from(high) };
}
