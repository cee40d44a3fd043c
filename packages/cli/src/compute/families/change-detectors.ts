import { detectWithAdwin, detectWithPageHinkley } from "@modelwatch/statistics";
import { z } from "zod";
import { defineFamily } from "../family.js";
import { probability, values } from "../inputs.js";

const whole = z.number().int().min(1);

export const adwin = defineFamily(
  "adwin",
  z.object({
    stream: values,
    delta: probability.default(0.002),
    clock: whole.default(32),
    max_buckets: whole.default(5),
    min_window_length: whole.default(5),
    grace_period: z.number().int().min(0).default(10),
  }),
  (input) => {
    const found = detectWithAdwin(input.stream, {
      delta: input.delta,
      clock: input.clock,
      maxBuckets: input.max_buckets,
      minWindowLength: input.min_window_length,
      gracePeriod: input.grace_period,
    });
    const { detectedAt, widthAtDetection, finalWidth, finalMean } = found;
    const result = {
      detected_at: detectedAt,
      width_at_detection: widthAtDetection,
      final_width: finalWidth,
      final_estimation: finalMean,
    };
    return finalMean === null ? { result, undetermined: "the stream is empty" } : { result };
  },
);

export const pageHinkley = defineFamily(
  "page-hinkley",
  z.object({
    stream: values,
    params: z
      .strictObject({
        min_instances: whole.default(30),
        delta: z.number().min(0).default(0.005),
        threshold: z.number().gt(0).default(50),
        alpha: z.number().gt(0).lte(1).default(0.9999),
        mode: z.enum(["up", "down", "both"]).default("both"),
      })
      .prefault({}),
  }),
  ({ stream, params: { min_instances: minInstances, ...params } }) => ({
    result: { detected_at: detectWithPageHinkley(stream, { minInstances, ...params }) },
  }),
);
