import { chiSquareSurvival, fSurvival, normalSurvival, studentTSurvival } from "@modelwatch/statistics";
import { z } from "zod";
import { defineFamily, type Result } from "../family.js";
import { values } from "../inputs.js";

/** Beyond, a chi-square is normal to more digits than a number has. */
const MOST_DEGREES = 1e9;

const degrees = z.number().gt(0).lte(MOST_DEGREES);
const withDegrees = z.array(z.tuple([z.number(), degrees]));

/** Upper tails, each with its natural logarithm, which does not underflow. */
export const special = defineFamily(
  "special",
  z.object({
    z: values.default([]),
    chi2: withDegrees.default([]),
    t: withDegrees.default([]),
    f: z.array(z.tuple([z.number(), degrees, degrees])).default([]),
  }),
  ({ z: normal, chi2, t, f }) => {
    const tails = {
      norm: normal.map((value) => normalSurvival(value)),
      chi2: chi2.map(([value, df]) => chiSquareSurvival(value, df)),
      t: t.map(([value, df]) => studentTSurvival(value, df)),
      f: f.map(([value, numerator, denominator]) => fSurvival(value, numerator, denominator)),
    };
    const result: Result = Object.fromEntries(
      Object.entries(tails).flatMap(([name, list]) => [
        [`${name}_sf`, list.map((tail) => tail.probability)],
        [`${name}_log_sf`, list.map((tail) => tail.logProbability)],
      ]),
    );
    return { result };
  },
);
