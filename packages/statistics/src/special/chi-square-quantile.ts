import { requireArgument } from "../definition/require-argument.js";
import { normalQuantile } from "./quantiles.js";
import { chiSquareSurvival } from "./survival.js";

/**
 * x with P(X > x) = upper for a chi-square X with `degrees` > 0 degrees of freedom: stated by its upper tail, because that
 * is what must stay accurate when it is small. Bisection on the survival function, from the Wilson–Hilferty value.
 * @throws ModelwatchError `invalid-argument` unless 0 < upper < 1.
 */
export function chiSquareUpperQuantile(upper: number, degrees: number): number {
  requireArgument(upper > 0 && upper < 1, `upper is ${upper}`, "a probability in (0, 1)");
  const ninth = 2 / (9 * degrees);
  const start = degrees * Math.max(1e-3, 1 - ninth - normalQuantile(upper) * Math.sqrt(ninth)) ** 3;
  let low = start;
  let high = start;
  while (chiSquareSurvival(low, degrees).probability < upper) low /= 2;
  while (chiSquareSurvival(high, degrees).probability > upper) high *= 2;
  for (let step = 0; step < 200 && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2;
    if (chiSquareSurvival(middle, degrees).probability > upper) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
