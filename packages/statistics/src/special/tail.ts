/** An upper tail. `probability` underflows to 0 below about 1e−308; its natural logarithm never does. */
export interface Tail {
  readonly probability: number;
  readonly logProbability: number;
}

/** Below this a probability has begun to lose digits, and its logarithm is computed directly. */
export const SMALLEST_EXACT_PROBABILITY = 1e-290;

/** A tail from its probability, or, where that is too small to keep its digits, from its logarithm. */
export function toTail(probability: number, logProbability: () => number): Tail {
  if (probability > SMALLEST_EXACT_PROBABILITY) {
    return { probability, logProbability: Math.log(probability) };
  }
  return fromLog(logProbability());
}

export function fromLog(logProbability: number): Tail {
  return { probability: Math.exp(logProbability), logProbability };
}

/** Both tails of a symmetric distribution from the tail above |x|; never above 1. */
export function twoSided(tail: Tail): Tail {
  return {
    probability: Math.min(1, 2 * tail.probability),
    logProbability: Math.min(0, Math.LN2 + tail.logProbability),
  };
}
