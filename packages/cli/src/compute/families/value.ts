import { computeCuped, computeRatioOfSums, type CrossMoments } from "@modelwatch/statistics";
import { z } from "zod";
import { defineFamily, undetermined } from "../family.js";
import { values } from "../inputs.js";

const cupedInput = z
  .object({ y: values, x_pre: values, group: z.array(z.union([z.literal(0), z.literal(1)])) })
  .refine(
    ({ y, x_pre, group }) => y.length === x_pre.length && y.length === group.length,
    "y, x_pre and group must be equally long",
  );

/** Group 1 is treated; the effect is treated − control. */
export const cuped = defineFamily("cuped", cupedInput, ({ y, x_pre, group }) => {
  // the effect does not depend on the origins; near the means the sums keep their digits
  const centred = { x: centre(y), y: centre(x_pre) };
  const arm = (wanted: 0 | 1) =>
    crossMoments(
      centred.x.filter((_, unit) => group[unit] === wanted),
      centred.y.filter((_, unit) => group[unit] === wanted),
    );
  const effect = computeCuped(arm(1), arm(0));
  const keys = ["theta", "effect", "t", "p", "raw_effect", "var_reduction"];
  if (effect === null)
    return undetermined(keys, "an arm has fewer than two units, or a variable does not vary");
  return {
    result: {
      theta: effect.theta,
      effect: effect.effect,
      t: effect.test?.t ?? null,
      p: effect.test?.pValue ?? null,
      df: effect.test?.degreesOfFreedom ?? null,
      se: effect.standardError,
      raw_effect: effect.rawEffect,
      var_reduction: effect.varianceReduction,
    },
    ...(effect.test === null ? { undetermined: "the adjusted values do not vary" } : {}),
  };
});

export const ratioDelta = defineFamily(
  "ratio-delta",
  z
    .object({ num: values, den: values })
    .refine(({ num, den }) => num.length === den.length, "num and den must be equally long"),
  ({ num, den }) => {
    const ratio = computeRatioOfSums(crossMoments(num, den));
    if (ratio === null)
      return undetermined(["ratio", "se"], "fewer than two units, or a denominator that sums to 0");
    return { result: { ratio: ratio.value, se: ratio.standardError } };
  },
);

function centre(list: readonly number[]): number[] {
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return list.map((value) => value - mean);
}

function crossMoments(x: readonly number[], y: readonly number[]): CrossMoments {
  const moments = { count: x.length, sumX: 0, sumY: 0, sumXX: 0, sumYY: 0, sumXY: 0 };
  x.forEach((value, unit) => {
    const other = y[unit]!;
    moments.sumX += value;
    moments.sumY += other;
    moments.sumXX += value * value;
    moments.sumYY += other * other;
    moments.sumXY += value * other;
  });
  return moments;
}
