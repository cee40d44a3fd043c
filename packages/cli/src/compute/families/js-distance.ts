import { z } from "zod";
import { compareCells } from "../distributions.js";
import { defineFamily, undetermined } from "../family.js";
import { twoSides } from "../inputs.js";

const base = z
  .union([z.number().gte(2).lte(10), z.literal("e"), z.literal("2"), z.literal("10")])
  .transform((given) => (given === "e" ? Math.E : Number(given)))
  .default(Math.E);

export const jsDistance = defineFamily("js-distance", twoSides.and(z.object({ base })), (input) => {
  const distance = compareCells("js-distance", input, { base: input.base });
  if (distance.kind === "undetermined") return undetermined(["js"], distance.reason);
  return { result: { js: distance.value } };
});
