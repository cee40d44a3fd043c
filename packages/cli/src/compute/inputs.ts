import { z } from "zod";

/** The parts that inputs of several families share. */
export const count = z.number().int().min(0);
export const counts = z.array(count).min(1);
export const values = z.array(z.number());
export const someValues = values.min(1);
export const probability = z.number().gt(0).lt(1);
export const alpha = probability.default(0.05);
export const flag = z.union([
  z.boolean(),
  z.literal(0).transform(() => false),
  z.literal(1).transform(() => true),
]);

/** Counts of two sides over the same cells. */
export const twoSides = z
  .object({ ref: counts, cur: counts })
  .refine(({ ref, cur }) => ref.length === cur.length, "ref and cur must be equally long");

/** Raw values of two samples. */
export const twoSamples = z.object({ x: someValues, y: someValues });

/** Truths (0 or 1) and probability scores of the same rows. */
export const scoredRows = z
  .object({
    y: z.array(z.union([z.literal(0), z.literal(1)])).min(1),
    score: z.array(z.number().min(0).max(1)),
  })
  .refine(({ y, score }) => y.length === score.length, "y and score must be equally long");

/** [[a, b], [c, d]]: rows are groups, the first column is yes. */
export const twoByTwo = z.tuple([z.tuple([count, count]), z.tuple([count, count])]);
