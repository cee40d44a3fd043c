import { chiSquareSurvival } from "../special/survival.js";
import { checkTable, sizeOf, type RatioEstimate, type TwoByTwo } from "./two-by-two.js";

export interface CochranMantelHaenszel {
  /** Strata that hold rows of both groups; the others say nothing about a difference. */
  readonly strataUsed: number;
  /** Pooled odds ratio with the error of Robins, Breslow and Greenland (1986); null where it would be 0 or ∞. */
  readonly oddsRatio: RatioEstimate | null;
  /** Pooled risk ratio with the error of Greenland and Robins (1985); null where it would be 0 or ∞. */
  readonly riskRatio: RatioEstimate | null;
  /** Pooled risk difference with Sato's (1989) error, valid for few large and for many small strata. */
  readonly riskDifference: { readonly value: number; readonly standardError: number };
  /** χ² on one degree of freedom of "no association within strata"; null where outcomes or groups do not vary. */
  readonly test: ChiSquareTest | null;
  /** The same with the continuity correction. */
  readonly correctedTest: ChiSquareTest | null;
}

export interface ChiSquareTest {
  readonly chiSquare: number;
  readonly pValue: number;
}

/**
 * Do two groups differ in a yes/no outcome within strata, one effect for all? Null where no stratum holds both groups.
 * Assumes that the effect is alike in all strata: read it beside {@link computeBreslowDay}.
 *
 * Reference: Cochran (1954); Mantel and Haenszel (1959), doi:10.1093/jnci/22.4.719.
 * @throws ModelwatchError `invalid-argument` for a count that is negative, NaN or ∞.
 */
export function computeCochranMantelHaenszel(tables: readonly TwoByTwo[]): CochranMantelHaenszel | null {
  tables.forEach(checkTable);
  const used = tables.filter(
    (table) => table.treatedYes + table.treatedNo > 0 && table.controlYes + table.controlNo > 0,
  );
  if (used.length === 0) return null;
  const { excess, variance } = hypergeometric(used);
  return {
    strataUsed: used.length,
    oddsRatio: pooledOddsRatio(used),
    riskRatio: pooledRiskRatio(used),
    riskDifference: pooledRiskDifference(used),
    test: toTest(Math.abs(excess), variance),
    correctedTest: toTest(Math.max(0, Math.abs(excess) - 0.5), variance),
  };
}

/** Observed minus expected yes among the treated, and its variance with all margins fixed. */
function hypergeometric(tables: readonly TwoByTwo[]): { excess: number; variance: number } {
  let excess = 0;
  let variance = 0;
  for (const table of tables) {
    const n = sizeOf(table);
    const treated = table.treatedYes + table.treatedNo;
    const yes = table.treatedYes + table.controlYes;
    excess += table.treatedYes - (treated * yes) / n;
    if (n > 1) variance += (treated * (n - treated) * yes * (n - yes)) / (n * n * (n - 1));
  }
  return { excess, variance };
}

function toTest(distance: number, variance: number): ChiSquareTest | null {
  if (variance <= 0) return null;
  const chiSquare = distance ** 2 / variance;
  return { chiSquare, pValue: chiSquareSurvival(chiSquare, 1).probability };
}

/** Σ ad/n ÷ Σ bc/n. */
export function pooledOddsRatio(tables: readonly TwoByTwo[]): RatioEstimate | null {
  let r = 0;
  let s = 0;
  let pr = 0;
  let mixed = 0;
  let qs = 0;
  for (const table of tables) {
    const n = sizeOf(table);
    const concordant = (table.treatedYes * table.controlNo) / n;
    const discordant = (table.treatedNo * table.controlYes) / n;
    const p = (table.treatedYes + table.controlNo) / n;
    r += concordant;
    s += discordant;
    pr += p * concordant;
    mixed += p * discordant + (1 - p) * concordant;
    qs += (1 - p) * discordant;
  }
  if (r <= 0 || s <= 0) return null;
  const variance = pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s);
  return { value: r / s, logStandardError: Math.sqrt(variance) };
}

function pooledRiskRatio(tables: readonly TwoByTwo[]): RatioEstimate | null {
  let r = 0;
  let s = 0;
  let p = 0;
  for (const table of tables) {
    const n = sizeOf(table);
    const treated = table.treatedYes + table.treatedNo;
    const control = n - treated;
    const { treatedYes, controlYes } = table;
    r += (treatedYes * control) / n;
    s += (controlYes * treated) / n;
    p += (treated * control * (treatedYes + controlYes) - treatedYes * controlYes * n) / (n * n);
  }
  if (r <= 0 || s <= 0) return null;
  return { value: r / s, logStandardError: Math.sqrt(p / (r * s)) };
}

function pooledRiskDifference(tables: readonly TwoByTwo[]): { value: number; standardError: number } {
  let numerator = 0;
  let weight = 0;
  let p = 0;
  let q = 0;
  for (const table of tables) {
    const n = sizeOf(table);
    const treated = table.treatedYes + table.treatedNo;
    const control = n - treated;
    const { treatedYes: a, controlYes: c } = table;
    numerator += (a * control - c * treated) / n;
    weight += (treated * control) / n;
    p += (treated ** 2 * c - control ** 2 * a + (treated * control * (control - treated)) / 2) / (n * n);
    q += (a * (control - c) + c * (treated - a)) / (2 * n);
  }
  const value = numerator / weight;
  return { value, standardError: Math.sqrt(Math.max(0, value * p + q)) / weight };
}
