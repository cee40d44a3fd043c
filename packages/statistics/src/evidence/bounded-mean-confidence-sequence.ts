import { requireArgument } from "../definition/require-argument.js";
import type { ConfidenceSequence } from "./mean-confidence-sequence.js";

/** Bets are capped here: the cap that the paper recommends. */
const LARGEST_BET = 0.5;

/**
 * Running interval for the common mean of bounded window means (or of any bounded sequence): valid at every size, not only in
 * the limit, and whatever depends on whatever inside a window; the windows' conditional mean must be constant. Predictable plug-in
 * empirical-Bernstein confidence sequence with running intersection (Waudby-Smith & Ramdas 2024, theorem 2,
 * doi:10.1093/jrsssb/qkad009).
 * @throws ModelwatchError `invalid-argument`: a mean outside [lowest, highest], lowest ≥ highest, alpha outside (0, 1).
 */
export function boundedMeanConfidenceSequence(options: {
  readonly means: Float64Array;
  readonly lowest: number;
  readonly highest: number;
  readonly alpha: number;
}): ConfidenceSequence {
  const { means, lowest, highest, alpha } = options;
  check(options);
  const range = highest - lowest;
  const logTerm = Math.log(2 / alpha);
  const estimate = new Float64Array(means.length);
  const low = new Float64Array(means.length);
  const high = new Float64Array(means.length);
  // in units of the range: the prior half observation at ½ with variance ¼ keeps the first bets defined
  let sum = 0;
  let mean = 0.5;
  let variance = 0.25;
  let squaredErrors = 0.25;
  let bets = 0;
  let weighted = 0;
  let penalty = 0;
  let lower = 0;
  let upper = 1;
  for (let index = 0; index < means.length; index++) {
    const x = (means[index]! - lowest) / range;
    const t = index + 1;
    const bet = Math.min(LARGEST_BET, Math.sqrt((2 * logTerm) / (variance * t * Math.log(1 + t))));
    bets += bet;
    weighted += bet * x;
    penalty += (x - mean) ** 2 * (-Math.log1p(-bet) - bet);
    const centre = weighted / bets;
    const half = (logTerm + penalty) / bets;
    lower = Math.max(lower, centre - half);
    upper = Math.min(upper, centre + half);
    sum += x;
    mean = (0.5 + sum) / (t + 1);
    squaredErrors += (x - mean) ** 2;
    variance = squaredErrors / (t + 1);
    estimate[index] = lowest + range * (sum / t);
    low[index] = lowest + range * lower;
    high[index] = lowest + range * upper;
  }
  return { estimate, low, high, firstKnown: 0 };
}

function check(options: {
  readonly means: Float64Array;
  readonly lowest: number;
  readonly highest: number;
  readonly alpha: number;
}): void {
  const { means, lowest, highest, alpha } = options;
  requireArgument(alpha > 0 && alpha < 1, `alpha is ${alpha}`, "a probability in (0, 1)");
  requireArgument(lowest < highest, `lowest is ${lowest} and highest ${highest}`, "lowest < highest");
  means.forEach((mean, index) => {
    const inside = mean >= lowest && mean <= highest;
    requireArgument(inside, `means[${index}] is ${mean}`, `values in [${lowest}, ${highest}]`);
  });
}
