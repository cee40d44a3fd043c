import { requireArgument } from "../definition/require-argument.js";
import { ADJUSTMENTS, type Adjustment } from "./adjustments.js";
import { LINEAR_SCALE, LOG10_SCALE } from "./probability-scale.js";

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
  const values = Float64Array.from(pValues);
  const broken = values.findIndex((p) => !(p >= 0 && p <= 1));
  requireArgument(broken < 0, `pValues[${broken}] is ${values[broken]}`, "probabilities in [0, 1]");
  const order = rank(values);
  return decide(spread(ADJUSTMENTS[adjustment](order.sorted, LINEAR_SCALE, alpha), order, 1), alpha);
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
  const logs = Float64Array.from(log10PValues);
  const broken = logs.findIndex((log) => !(log <= 0 && log > -Infinity));
  requireArgument(
    broken < 0,
    `log10PValues[${broken}] is ${logs[broken]}`,
    "finite logarithms of probabilities, at most 0",
  );
  const order = rank(logs);
  const byLogs = ADJUSTMENTS[adjustment](order.sorted, LOG10_SCALE, alpha);
  // decisions on the plain scale, where p·m/k rounds as everyone else's does
  const plain = ADJUSTMENTS[adjustment](
    order.sorted.map((log) => 10 ** log),
    LINEAR_SCALE,
    alpha,
  );
  return { ...decide(spread(plain, order, 1), alpha), log10Adjusted: spread(byLogs, order, 0) };
}

/** Values in ascending order, and where each stands; equal p-values share a place, and with it their adjusted value. */
interface Order {
  readonly sorted: Float64Array;
  readonly places: Uint32Array;
}

function rank(values: Float64Array): Order {
  const sorted = values.slice().sort();
  const places = new Uint32Array(values.length);
  for (let index = 0; index < values.length; index++) places[index] = firstPlaceOf(sorted, values[index]!);
  return { sorted, places };
}

/** The first place of a value that the ascending list holds. */
function firstPlaceOf(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Adjusted values in the order of the input, at most `one`. */
function spread(bySize: Float64Array, { places }: Order, one: number): Float64Array {
  const adjusted = new Float64Array(places.length);
  for (let index = 0; index < places.length; index++)
    adjusted[index] = Math.min(one, bySize[places[index]!]!);
  return adjusted;
}

function decide(adjusted: Float64Array, alpha: number): MultiplicityResult {
  const reject: boolean[] = [];
  for (let index = 0; index < adjusted.length; index++) reject.push(adjusted[index]! <= alpha);
  return { reject, adjusted };
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
