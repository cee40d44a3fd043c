import { requireArgument } from "../definition/require-argument.js";
import { ADJUSTMENTS, type Adjustment } from "./adjustments.js";
import { LINEAR_SCALE, LOG10_SCALE, type ProbabilityScale } from "./probability-scale.js";

/** In the order of the input. */
export interface MultiplicityResult {
  readonly reject: readonly boolean[];
  /** p-values to compare with alpha directly; at most 1. */
  readonly adjusted: Float64Array;
}

/** As MultiplicityResult, for p-values that may be smaller than numbers can hold. */
export interface LogMultiplicityResult extends MultiplicityResult {
  readonly log10Adjusted: Float64Array;
}

/**
 * Adjusts p-values for being many. An empty list gives an empty answer.
 * @throws ModelwatchError `invalid-argument`: a p-value outside [0, 1], alpha outside (0, 1), an unknown adjustment.
 */
export function adjustPValues(
  adjustment: Adjustment,
  pValues: ArrayLike<number>,
  alpha: number,
): MultiplicityResult {
  check(adjustment, alpha);
  for (let index = 0; index < pValues.length; index++) {
    const p = pValues[index]!;
    requireArgument(p >= 0 && p <= 1, `pValues[${index}] is ${p}`, "probabilities in [0, 1]");
  }
  const adjusted = adjust(adjustment, Float64Array.from(pValues), LINEAR_SCALE, alpha);
  return { reject: Array.from(adjusted, (p) => p <= alpha), adjusted };
}

/**
 * The same for decimal logarithms of p-values, so that far tails stay apart: `adjusted` underflows, `log10Adjusted` does not.
 * @throws ModelwatchError `invalid-argument`: a logarithm above 0 or not finite, alpha outside (0, 1), an unknown adjustment.
 */
export function adjustLog10PValues(
  adjustment: Adjustment,
  log10PValues: ArrayLike<number>,
  alpha: number,
): LogMultiplicityResult {
  check(adjustment, alpha);
  for (let index = 0; index < log10PValues.length; index++) {
    const log = log10PValues[index]!;
    requireArgument(
      log <= 0 && log > -Infinity,
      `log10PValues[${index}] is ${log}`,
      "finite logarithms of probabilities, at most 0",
    );
  }
  const logs = Float64Array.from(log10PValues);
  const log10Adjusted = adjust(adjustment, logs, LOG10_SCALE, alpha);
  // decisions on the plain scale, where p·m/k rounds as everyone else's does
  const { reject, adjusted } = adjustPValues(
    adjustment,
    logs.map((log) => 10 ** log),
    alpha,
  );
  return { reject, adjusted, log10Adjusted };
}

function adjust(
  adjustment: Adjustment,
  values: Float64Array,
  scale: ProbabilityScale,
  alpha: number,
): Float64Array {
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
  const sorted = new Float64Array(order.length);
  for (let rank = 0; rank < order.length; rank++) sorted[rank] = values[order[rank]!]!;
  const bySize = ADJUSTMENTS[adjustment](sorted, scale, alpha);
  const adjusted = new Float64Array(order.length);
  for (let rank = 0; rank < order.length; rank++) {
    adjusted[order[rank]!] = Math.min(scale.one, bySize[rank]!);
  }
  return adjusted;
}

function check(adjustment: string, alpha: number): void {
  requireArgument(
    Object.hasOwn(ADJUSTMENTS, adjustment),
    `adjustment is "${adjustment}"`,
    Object.keys(ADJUSTMENTS).join(", "),
  );
  checkAlpha(alpha);
}

/** @throws ModelwatchError `invalid-argument` unless 0 < alpha < 1. */
export function checkAlpha(alpha: number): void {
  requireArgument(alpha > 0 && alpha < 1, `alpha is ${alpha}`, "a probability in (0, 1)");
}
