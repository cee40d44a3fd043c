import { computeStatistic, createNumericDistribution } from "@modelwatch/statistics";
import { z } from "zod";
import { defineFamily, undetermined } from "../family.js";

const size = z.number().int().min(2);
const spread = z.number().min(0);

export const welchT = defineFamily(
  "welch-t",
  z.object({ mean1: z.number(), sd1: spread, n1: size, mean2: z.number(), sd2: spread, n2: size }),
  ({ mean1, sd1, n1, mean2, sd2, n2 }) => {
    // the test does not depend on the origin; near the means the sums of squares keep the deviations' digits
    const origin = (mean1 + mean2) / 2;
    const test = computeStatistic("welch-t", {
      reference: fromMoments(mean2 - origin, sd2, n2),
      current: fromMoments(mean1 - origin, sd1, n1),
    });
    if (test.kind === "undetermined") return undetermined(["t", "p", "df"], test.reason);
    return { result: { t: test.value, p: test.pValue ?? null, df: test.degreesOfFreedom ?? null } };
  },
);

function fromMoments(mean: number, deviation: number, n: number) {
  const sumOfSquares = deviation * deviation * (n - 1) + n * mean * mean;
  return createNumericDistribution({ bounds: [], counts: [n], sum: mean * n, sumOfSquares });
}
