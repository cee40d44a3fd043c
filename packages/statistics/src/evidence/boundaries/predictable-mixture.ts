import { requireArgument } from "../../definition/require-argument.js";
import { checkAlpha } from "../../multiplicity/adjust.js";

export interface PredictableMixtureOptions {
  /** Values in [0, 1]. */
  readonly values: ArrayLike<number>;
  /** Miss probability over all values together, in (0, 1). */
  readonly alpha: number;
  /** "hoeffding" pays for the whole range; "empirical-bernstein" for the variance seen, and needs bets below 1. */
  readonly kind: "hoeffding" | "empirical-bernstein";
  /** Largest bet. Default 1 (Hoeffding) or ½ (empirical Bernstein). */
  readonly largestBet?: number;
  /** Whether an interval may be cut by those before it, which costs nothing. Default false. */
  readonly runningIntersection?: boolean;
}

export interface BoundedMeanIntervals {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Running intervals for the common conditional mean of values in [0, 1], valid at every size at once, whatever their distribution.
 * Each value is weighted by a bet chosen before it was seen.
 *
 * Reference: Waudby-Smith and Ramdas (JRSSB 2024), propositions 1 and 2, doi:10.1093/jrsssb/qkad009.
 * @throws ModelwatchError `invalid-argument`: a value outside [0, 1], alpha outside (0, 1), a bet that the kind cannot make.
 */
export function predictableMixtureIntervals(options: PredictableMixtureOptions): BoundedMeanIntervals {
  const { kind, alpha, runningIntersection = false } = options;
  const largestBet = options.largestBet ?? (kind === "hoeffding" ? 1 : 0.5);
  const values = Float64Array.from(options.values);
  checkAlpha(alpha);
  values.forEach((value, index) =>
    requireArgument(value >= 0 && value <= 1, `values[${index}] is ${value}`, "values in [0, 1]"),
  );
  const greatest = kind === "hoeffding" ? Infinity : 1;
  requireArgument(
    largestBet > 0 && largestBet < greatest,
    `largestBet is ${largestBet}`,
    `a number in (0, ${greatest})`,
  );
  const lower = kind === "hoeffding" ? hoeffdingLower : bernsteinLower;
  const low = lower(values, alpha / 2, largestBet);
  const high = lower(
    values.map((value) => 1 - value),
    alpha / 2,
    largestBet,
  ).map((bound) => 1 - bound);
  if (!runningIntersection) return { low, high };
  let greatestLow = 0;
  let leastHigh = 1;
  return {
    low: low.map((bound) => (greatestLow = Math.max(greatestLow, bound))),
    high: high.map((bound) => (leastHigh = Math.min(leastHigh, bound))),
  };
}

function hoeffdingLower(values: Float64Array, alpha: number, largestBet: number): Float64Array {
  const logTerm = -Math.log(alpha);
  let bets = 0;
  let weighted = 0;
  let penalty = 0;
  return values.map((value, index) => {
    const t = index + 1;
    const bet = Math.min(largestBet, Math.sqrt((8 * logTerm) / (t * Math.log(1 + t))));
    bets += bet;
    weighted += bet * value;
    penalty += (bet * bet) / 8;
    return Math.max(0, weighted / bets - (logTerm + penalty) / bets);
  });
}

function bernsteinLower(values: Float64Array, alpha: number, largestBet: number): Float64Array {
  const logTerm = -Math.log(alpha);
  let sum = 0;
  // half an observation at ½ with variance ¼ keeps the first bets defined
  let squaredErrors = 0.25;
  let variance = 0.25;
  let bets = 0;
  let weighted = 0;
  let penalty = 0;
  return values.map((value, index) => {
    const t = index + 1;
    const bet = Math.min(largestBet, Math.sqrt((2 * logTerm) / (t * Math.log(1 + t) * variance)));
    const meanBefore = index === 0 ? 0 : sum / index;
    bets += bet;
    weighted += bet * value;
    penalty += (value - meanBefore) ** 2 * (-Math.log1p(-bet) - bet);
    sum += value;
    squaredErrors += (value - (0.5 + sum) / (t + 1)) ** 2;
    variance = squaredErrors / (t + 1);
    return Math.max(0, weighted / bets - (logTerm + penalty) / bets);
  });
}
