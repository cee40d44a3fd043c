import { autocorrelations, neweyWestMean } from "@modelwatch/statistics";
import { z } from "zod";
import { defineFamily, undetermined } from "../family.js";
import { count, flag, someValues } from "../inputs.js";

export const neweyWest = defineFamily(
  "newey-west",
  z.object({ x: someValues, lags: count, kernel: z.literal("bartlett").default("bartlett") }),
  ({ x, lags }) => {
    const mean = neweyWestMean(Float64Array.from(x), { lags });
    if (mean === null) return undetermined(["mean", "se", "se_small_sample"], "too-few");
    return {
      result: { mean: mean.mean, se: mean.standardError, se_small_sample: mean.smallSampleError },
    };
  },
);

export const autocorrelation = defineFamily(
  "autocorrelation",
  z.object({ x: someValues, nlags: count, adjusted: flag.default(false) }),
  ({ x, nlags, adjusted }) => {
    const acf = autocorrelations(Float64Array.from(x), { lags: nlags, adjusted });
    if (acf === null) return undetermined(["acf"], "constant");
    return { result: { acf: Array.from(acf) } };
  },
);
