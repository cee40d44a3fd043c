import { logBinomialMass } from "./log-mass.js";
import { binomialSurvivalInclusive, normalSurvival } from "./survival.js";
import { addLogs, findFirst, LARGE_VARIANCE, LIKELIHOOD_SLACK } from "./two-sided-by-likelihood.js";
import { fromLog, twoSided, type Tail } from "./tail.js";

/**
 * Two-sided p of the exact binomial test: the probability of every count of `trials` that is no likelier than `observed`, each trial
 * succeeding with probability `share` in (0, 1). `isExact` is false where the score test stands in.
 */
export function binomialTail(
  observed: number,
  trials: number,
  share: number,
): Tail & { readonly isExact: boolean } {
  const spread = trials * share * (1 - share);
  if (spread > LARGE_VARIANCE) {
    const z = Math.abs(observed - trials * share) / Math.sqrt(spread);
    return { ...twoSided(normalSurvival(z)), isExact: false };
  }
  const mass = (x: number): number => logBinomialMass(x, trials, share);
  const mode = Math.min(trials, Math.floor((trials + 1) * share));
  const limit = mass(observed) + LIKELIHOOD_SLACK;
  if (mass(mode) <= limit) return { probability: 1, logProbability: 0, isExact: true };
  const firstAbove = findFirst(mode, trials + 1, (x) => x > trials || mass(x) <= limit);
  const firstBelow = -findFirst(-mode, 1, (x) => x > 0 || mass(-x) <= limit);
  const above = binomialSurvivalInclusive(firstAbove, trials, share).logProbability;
  const below =
    firstBelow < 0
      ? -Infinity
      : binomialSurvivalInclusive(trials - firstBelow, trials, 1 - share).logProbability;
  return { ...fromLog(Math.min(0, addLogs(above, below))), isExact: true };
}
