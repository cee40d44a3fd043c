import { compareCells } from "../distributions.js";
import { defineFamily, undetermined } from "../family.js";
import { twoSides } from "../inputs.js";

export const hellinger = defineFamily("hellinger", twoSides, (input) => {
  const distance = compareCells("hellinger", input);
  if (distance.kind === "undetermined") return undetermined(["hellinger"], distance.reason);
  return { result: { hellinger: distance.value } };
});
