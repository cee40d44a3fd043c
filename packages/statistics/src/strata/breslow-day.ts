import { chiSquareSurvival } from "../special/survival.js";
import { pooledOddsRatio } from "./cochran-mantel-haenszel.js";
import { checkTable, sizeOf, type TwoByTwo } from "./two-by-two.js";

export interface BreslowDay {
  readonly chiSquare: number;
  readonly pValue: number;
  /** With Tarone's (1985) correction, which is the one to read. */
  readonly tarone: { readonly chiSquare: number; readonly pValue: number };
  readonly degreesOfFreedom: number;
}

/**
 * Is the odds ratio the same in all strata? A small p says that one pooled effect hides different ones. Null with fewer than two
 * strata in which both groups and both outcomes occur, or where the pooled odds ratio would be 0 or ∞.
 *
 * Reference: Breslow and Day (1980), §4.4; Tarone (1985), doi:10.1093/biomet/72.1.91.
 * @throws ModelwatchError `invalid-argument` for a count that is negative, NaN or ∞.
 */
export function computeBreslowDay(tables: readonly TwoByTwo[]): BreslowDay | null {
  tables.forEach(checkTable);
  const informative = tables.filter((table) => {
    const yes = table.treatedYes + table.controlYes;
    const treated = table.treatedYes + table.treatedNo;
    const n = sizeOf(table);
    return yes > 0 && yes < n && treated > 0 && treated < n;
  });
  const pooled = pooledOddsRatio(informative);
  if (informative.length < 2 || pooled === null) return null;
  let statistic = 0;
  let excess = 0;
  let variances = 0;
  for (const table of informative) {
    const { expected, variance } = expectedYes(table, pooled.value);
    statistic += (table.treatedYes - expected) ** 2 / variance;
    excess += table.treatedYes - expected;
    variances += variance;
  }
  const degreesOfFreedom = informative.length - 1;
  const corrected = Math.max(0, statistic - excess ** 2 / variances);
  return {
    chiSquare: statistic,
    pValue: chiSquareSurvival(statistic, degreesOfFreedom).probability,
    tarone: { chiSquare: corrected, pValue: chiSquareSurvival(corrected, degreesOfFreedom).probability },
    degreesOfFreedom,
  };
}

/** The table's first cell if its odds ratio were `oddsRatio` with the same margins (a quadratic), and its variance. */
function expectedYes(table: TwoByTwo, oddsRatio: number): { expected: number; variance: number } {
  const n = sizeOf(table);
  const treated = table.treatedYes + table.treatedNo;
  const yes = table.treatedYes + table.controlYes;
  const quadratic = 1 - oddsRatio;
  const linear = n - treated - yes + oddsRatio * (treated + yes);
  const constant = -oddsRatio * treated * yes;
  // The form 2c / (−b − √…) does not cancel when the odds ratio is 1 and the quadratic term vanishes.
  const expected = (-2 * constant) / (linear + Math.sqrt(linear ** 2 - 4 * quadratic * constant));
  const variance =
    1 / (1 / expected + 1 / (treated - expected) + 1 / (yes - expected) + 1 / (n - treated - yes + expected));
  return { expected, variance };
}
