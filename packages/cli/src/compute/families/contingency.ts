import { chi2OfTable, gTestOfTable, type ContingencyTest } from "@modelwatch/statistics";
import { z } from "zod";
import { defineFamily, type Answer } from "../family.js";
import { counts, flag } from "../inputs.js";

const input = z.object({ table: z.array(counts).min(2), correction: flag.default(false) });

export const chi2Homogeneity = defineFamily("chi2-homogeneity", input, ({ table, correction }) =>
  answerOf(chi2OfTable(table, { yates: correction })),
);

export const gTest = defineFamily("g-test", input, ({ table, correction }) =>
  answerOf(gTestOfTable(table, { yates: correction })),
);

function answerOf(test: ContingencyTest): Answer {
  const { statistic, pValue, log10PValue, degreesOfFreedom, cramersV } = test;
  return {
    result: { statistic, p: pValue, df: degreesOfFreedom, log10_p: log10PValue, cramers_v: cramersV },
  };
}
