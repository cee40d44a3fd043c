import { requireArgument } from "../definition/require-argument.js";
import { checkAlpha } from "../multiplicity/adjust.js";

/** Their A: how wide the band is beside the law of the iterated logarithm. .85 is nearly the narrowest for 10² to 10⁶ rows. */
const WIDTH = 0.85;
/** Steps of the golden-section search for η and of the bisection for C: both end below a relative 1e−12. */
const STEPS = 60;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * How far an empirical distribution function can be from the true one, at any value and at any time: with probability ≥ 1 − alpha
 * sup|F̂ₙ − F| ≤ radius(n) for every n ≥ firstAt at once. Rows must be independent; for rows that resemble each other give the number
 * of rows divided by their overdispersion. 1 (which says nothing) below `firstAt` rows.
 *
 * Howard & Ramdas (2022, Bernoulli 28(3), theorem 2, doi:10.3150/21-BEJ1388), a time-uniform Dvoretzky–Kiefer–Wolfowitz inequality.
 * @throws ModelwatchError `invalid-argument`: count < 0, firstAt < 1, alpha outside (0, 1).
 */
export function timeUniformCdfRadius(options: {
  readonly count: number;
  readonly alpha: number;
  readonly firstAt: number;
}): number {
  return Math.min(1, timeUniformCdfBound(options));
}

/**
 * The theorem's bound as it stands, which may exceed 1 where it says nothing, and +∞ below `firstAt` rows. `width` is their A, above
 * √½.
 * @throws ModelwatchError `invalid-argument`: count < 0, firstAt < 1, alpha outside (0, 1), width at most √½.
 */
export function timeUniformCdfBound(options: {
  readonly count: number;
  readonly alpha: number;
  readonly firstAt: number;
  readonly width?: number;
}): number {
  const { count, alpha, firstAt, width = WIDTH } = options;
  checkAlpha(alpha);
  requireArgument(width > Math.SQRT1_2 && width < Infinity, `width is ${width}`, "a number above √½");
  return boundAt(count, firstAt, constantOf(Math.log(alpha), width), width);
}

/** The radius for a constant C of the theorem; 1 where it says nothing. */
export function radiusAt(count: number, firstAt: number, constant: number): number {
  return Math.min(1, boundAt(count, firstAt, constant, WIDTH));
}

function boundAt(count: number, firstAt: number, constant: number, width: number): number {
  requireArgument(count >= 0, `count is ${count}`, "a number of rows ≥ 0");
  requireArgument(firstAt >= 1, `firstAt is ${firstAt}`, "a number of rows ≥ 1");
  if (count < firstAt) return Infinity;
  return width * Math.sqrt((Math.log1p(Math.log(count / firstAt)) + constant) / count);
}

/** C for a miss probability: the inverse of {@link logMissProbability}. */
export function constantOf(logAlpha: number, width = WIDTH): number {
  let low = 0;
  let high = 1;
  while (logMissProbability(high, width) > logAlpha) high *= 2;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (logMissProbability(middle, width) > logAlpha) low = middle;
    else high = middle;
  }
  return high;
}

/** ln of the theorem's bound on the probability that the band with constant C is ever left: its infimum over η; +∞ where none holds. */
export function logMissProbability(constant: number, width = WIDTH): number {
  let left = 1;
  let right = 2 * width * width;
  for (let step = 0; step < STEPS; step++) {
    const span = GOLDEN * (right - left);
    // where the bound does not hold, a smaller η is the way back
    if (logMissAt(right - span, constant, width) <= logMissAt(left + span, constant, width))
      right = left + span;
    else left = right - span;
  }
  return logMissAt((left + right) / 2, constant, width);
}

function logMissAt(eta: number, constant: number, width: number): number {
  const gamma = Math.sqrt(2 / eta) * (width - Math.sqrt((2 * (eta - 1)) / constant));
  if (!(gamma > 1)) return Infinity;
  const epochs = 1 / ((gamma * gamma - 1) * Math.log(eta));
  return Math.log(4) - gamma * gamma * constant + Math.log1p(epochs);
}
