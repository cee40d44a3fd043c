import { requireArgument } from "../../definition/require-argument.js";
import { checkAlpha } from "../../multiplicity/adjust.js";
import { logMissProbability } from "../cdf-bands-boundary.js";

/** The leading constant (the theorem's A) is useful near 0.85; towards √½ the bound's other constant grows without end. */
const WIDTHS = { least: 0.708, most: 100 };

/**
 * The time-uniform bound on sup|F̂ₙ − F| behind `timeUniformCdfRadius`, as the theorem states it: for any leading constant `width`
 * (their A), above 1 where it says nothing, and +∞ below `firstAt` rows. For comparison with other tools.
 *
 * Reference: Howard and Ramdas (Bernoulli 2022), theorem 2, doi:10.3150/21-BEJ1388.
 * @throws ModelwatchError `invalid-argument`: count < 0, firstAt < 1, alpha outside (0, 1), width outside [0.708, 100].
 */
export function timeUniformCdfBound(options: {
  readonly count: number;
  readonly alpha: number;
  readonly firstAt: number;
  readonly width: number;
}): number {
  const { count, alpha, firstAt, width } = options;
  checkAlpha(alpha);
  requireArgument(count >= 0, `count is ${count}`, "a number of rows ≥ 0");
  requireArgument(firstAt >= 1, `firstAt is ${firstAt}`, "a number of rows ≥ 1");
  requireArgument(
    width >= WIDTHS.least && width <= WIDTHS.most,
    `width is ${width}`,
    `${WIDTHS.least} to ${WIDTHS.most}`,
  );
  if (count < firstAt) return Infinity;
  const constant = constantFor(Math.log(alpha), width);
  return width * Math.sqrt((Math.log1p(Math.log(count / firstAt)) + constant) / count);
}

/** C for a miss probability, by bisection: near √½ the bound on it is infinite until C is large. */
function constantFor(logAlpha: number, width: number): number {
  let low = 0;
  let high = 1;
  while (logMissProbability(high, width) > logAlpha) high *= 2;
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (logMissProbability(middle, width) > logAlpha) low = middle;
    else high = middle;
  }
  return high;
}
