import { flooredPsi } from "@modelwatch/statistics";
import { compareCells } from "../distributions.js";
import { defineFamily, undetermined } from "../family.js";
import { twoSides } from "../inputs.js";
import { z } from "zod";

/** Without `epsilon` no rule fills empty cells: a cell that only one side uses leaves the index undetermined. */
const input = twoSides.and(z.object({ epsilon: z.number().min(0).lt(1).optional() }));

export const psi = defineFamily("psi", input, ({ ref, cur, epsilon }) => {
  if (epsilon !== undefined && epsilon > 0) return { result: { psi: flooredPsi(ref, cur, epsilon) } };
  const index = compareCells("psi", { ref, cur }, { pseudoCount: 0 });
  if (index.kind === "undetermined") return undetermined(["psi"], index.reason);
  return { result: { psi: index.value } };
});
