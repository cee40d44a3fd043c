import {
  computeBreslowDay,
  computeCochranMantelHaenszel,
  computeVanElteren,
  oddsRatioOf,
  ratioIntervalOf,
  riskRatioOf,
  type RatioEstimate,
  type TwoByTwo,
} from "@modelwatch/statistics";
import { z } from "zod";
import { defineFamily, undetermined } from "../family.js";
import { twoByTwo, twoSides } from "../inputs.js";

type Cells = z.infer<typeof twoByTwo>;

export const vanElteren = defineFamily(
  "van-elteren",
  z.object({ strata: z.array(twoSides).min(1) }),
  ({ strata }) => {
    const test = computeVanElteren(strata.map(({ ref, cur }) => ({ reference: ref, current: cur })));
    if (test === null)
      return undetermined(["z", "chi2", "p"], "no stratum holds both sides with values that differ");
    return { result: { z: test.z, chi2: test.z ** 2, p: test.pValue } };
  },
);

export const cochranMantelHaenszel = defineFamily(
  "cochran-mantel-haenszel",
  z.object({ tables: z.array(twoByTwo).min(1), layout: z.literal("[[a,b],[c,d]]").optional() }),
  (input) => {
    const tables = input.tables.map((table) => toTable(table));
    const pooled = computeCochranMantelHaenszel(tables);
    const breslowDay = computeBreslowDay(tables);
    const result = {
      pooled_or: pooled?.oddsRatio?.value ?? null,
      log_or_se: pooled?.oddsRatio?.logStandardError ?? null,
      or_ci95: interval95(pooled?.oddsRatio),
      rr_pooled: pooled?.riskRatio?.value ?? null,
      chi2: pooled?.test?.chiSquare ?? null,
      p: pooled?.test?.pValue ?? null,
      chi2_cc: pooled?.correctedTest?.chiSquare ?? null,
      p_cc: pooled?.correctedTest?.pValue ?? null,
      breslow_day: breslowDay?.chiSquare ?? null,
      breslow_day_p: breslowDay?.pValue ?? null,
      tarone: breslowDay?.tarone.chiSquare ?? null,
      tarone_p: breslowDay?.tarone.pValue ?? null,
    };
    if (!Object.values(result).includes(null)) return { result };
    return { result, undetermined: "a null needs more strata with both groups and both outcomes" };
  },
);

/** An empty cell counts as ½, so that the ratio is defined, and the result says so. */
export const oddsRatio = defineFamily("odds-ratio", z.object({ table: twoByTwo }), ({ table }) => {
  const cells = toTable(table, 0.5);
  const odds = oddsRatioOf(cells);
  const risk = riskRatioOf(cells);
  return {
    result: {
      oratio: odds?.value ?? null,
      log_se: odds?.logStandardError ?? null,
      ci95: interval95(odds),
      rr: risk?.value ?? null,
      rr_ci95: interval95(risk),
      empty_cells: table.flat().filter((cell) => cell === 0).length,
    },
  };
});

function toTable([[a, b], [c, d]]: Cells, forEmpty = 0): TwoByTwo {
  return {
    treatedYes: a || forEmpty,
    treatedNo: b || forEmpty,
    controlYes: c || forEmpty,
    controlNo: d || forEmpty,
  };
}

function interval95(ratio: RatioEstimate | null | undefined): readonly number[] | null {
  if (ratio === null || ratio === undefined) return null;
  const { low, high } = ratioIntervalOf(ratio, 0.05);
  return [low, high];
}
