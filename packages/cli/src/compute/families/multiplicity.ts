import { adjustPValues, type Adjustment } from "@modelwatch/statistics";
import { z } from "zod";
import { defineFamily } from "../family.js";
import { alpha } from "../inputs.js";

/** Full names and short ones of statsmodels' multipletests. */
const METHODS = {
  bonferroni: "bonferroni",
  b: "bonferroni",
  bonf: "bonferroni",
  sidak: "sidak",
  s: "sidak",
  holm: "holm",
  h: "holm",
  "holm-sidak": "holm-sidak",
  hs: "holm-sidak",
  "simes-hochberg": "hochberg",
  sh: "hochberg",
  hochberg: "hochberg",
  hommel: "hommel",
  ho: "hommel",
  fdr_bh: "bh",
  fdr_i: "bh",
  fdr_p: "bh",
  bh: "bh",
  fdr_by: "by",
  fdr_n: "by",
  fdr_c: "by",
  by: "by",
  fdr_tsbh: "two-stage-bh",
  fdr_2sbh: "two-stage-bh",
  fdr_tsbky: "two-stage-bky",
  fdr_2sbky: "two-stage-bky",
  fdr_twostage: "two-stage-bky",
} as const satisfies Record<string, Adjustment>;

type Method = keyof typeof METHODS;

const isMethod = (name: string): name is Method => Object.hasOwn(METHODS, name);

const input = z.object({
  p: z.array(z.number().min(0).max(1)),
  alpha,
  method: z.string().refine(isMethod, `must be one of ${Object.keys(METHODS).join(", ")}`),
});

export const multiplicity = defineFamily("multiplicity", input, ({ p, alpha: level, method }) => {
  const { reject, adjusted } = adjustPValues(METHODS[method], p, level);
  return { result: { reject, adjusted: Array.from(adjusted) } };
});
