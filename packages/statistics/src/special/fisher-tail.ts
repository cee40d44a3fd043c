import { logHypergeometricMass } from "./log-mass.js";
import { addLogs, findFirst, LARGE_VARIANCE, LIKELIHOOD_SLACK } from "./two-sided-by-likelihood.js";
import { normalSurvival } from "./survival.js";
import { fromLog, twoSided, type Tail } from "./tail.js";

/** Terms this much smaller than the sum so far end it. */
const NEGLIGIBLE = 1e-18;

/**
 * Two-sided p of Fisher's exact test: the probability of every count that is no likelier than `observed` when `draws` values are taken
 * without replacement from `marked` and `unmarked` ones. `isExact` is false where the sum would be too long and the score test stands in.
 */
export function fisherTail(
  observed: number,
  marked: number,
  unmarked: number,
  draws: number,
): Tail & { readonly isExact: boolean } {
  const total = marked + unmarked;
  const share = marked / total;
  const spread = draws * share * (1 - share) * ((total - draws) / total);
  if (spread > LARGE_VARIANCE) {
    const z = Math.abs(observed - draws * share) / Math.sqrt(spread);
    return { ...twoSided(normalSurvival(z)), isExact: false };
  }
  const least = Math.max(0, draws - unmarked);
  const most = Math.min(draws, marked);
  const mass = (x: number): number => logHypergeometricMass(x, marked, unmarked, draws);
  const mode = Math.min(most, Math.max(least, Math.floor(((draws + 1) * (marked + 1)) / (total + 2))));
  const limit = mass(observed) + LIKELIHOOD_SLACK;
  if (mass(mode) <= limit) return { probability: 1, logProbability: 0, isExact: true };
  // the likelihood rises up to the mode and falls after it: each side's unlikely counts are a run up to its end
  const firstAbove = findFirst(mode, most + 1, (x) => x > most || mass(x) <= limit);
  const firstBelow = -findFirst(-mode, -least + 1, (x) => -x < least || mass(-x) <= limit);
  const above = (x: number): number => ((marked - x) * (draws - x)) / ((x + 1) * (unmarked - draws + x + 1));
  const below = (x: number): number => (x * (unmarked - draws + x)) / ((marked - x + 1) * (draws - x + 1));
  const logs = addLogs(
    firstAbove > most ? -Infinity : mass(firstAbove) + logSumFrom(firstAbove, 1, above),
    firstBelow < least ? -Infinity : mass(firstBelow) + logSumFrom(firstBelow, -1, below),
  );
  return { ...fromLog(Math.min(0, logs)), isExact: true };
}

/** ln of 1 plus the products of successive ratios, which fall to 0 at the end of the support. */
function logSumFrom(start: number, step: 1 | -1, ratio: (x: number) => number): number {
  let sum = 1;
  let term = 1;
  for (let x = start; term > NEGLIGIBLE * sum; x += step) {
    term *= ratio(x);
    sum += term;
  }
  return Math.log(sum);
}
