import { normalQuantile } from "../special/quantiles.js";
import { normalSurvival } from "../special/survival.js";
import { totalOf, type GroupWindows } from "../value/group-windows.js";
import { contrastMeans, standardErrorOf } from "../value/window-contrast.js";
import { effectIntervalOf, type EffectInterval } from "../value/effect-interval.js";

/** One arm of an A/A period, with Σx² of each window. */
export interface ArmWindows extends GroupWindows {
  readonly sumsOfSquares: Float64Array;
}

export interface AaCheck {
  readonly difference: number;
  readonly interval: EffectInterval;
  /** The always-valid interval of the difference holds 0, as it must where the arms are treated alike. */
  readonly holdsZero: boolean;
  /** How many times more the arms' difference varies between windows than independent rows would have it. */
  readonly varianceRatio: number;
  /** False-alarm probability of a fixed test at alpha that took rows for independent: alpha itself where they are. */
  readonly rowFalseAlarmProbability: number;
}

/**
 * Are two arms that are treated alike found alike, and what would taking rows for independent have cost? To run before an experiment, on
 * a period without treatment. Null with fewer than five windows, or where values never vary.
 *
 * Reference: Kohavi, Tang, Xu, Trustworthy Online Controlled Experiments (2020), ch. 19.
 */
export function checkAa(a: ArmWindows, b: ArmWindows, options: { readonly alpha: number }): AaCheck | null {
  const { alpha } = options;
  const contrast = contrastMeans(a, b);
  const interval = contrast && effectIntervalOf(contrast, { alpha });
  const error = contrast && standardErrorOf(contrast);
  const rowVariance = varianceOfMean(a) + varianceOfMean(b);
  if (contrast === null || interval === null || error === null || !(rowVariance > 0)) return null;
  const independent = interval.effectiveUnits / interval.units;
  const varianceRatio = error ** 2 / independent / rowVariance;
  const critical = -normalQuantile(alpha / 2) / Math.sqrt(varianceRatio);
  return {
    difference: contrast.value,
    interval,
    holdsZero: interval.low <= 0 && interval.high >= 0,
    varianceRatio,
    rowFalseAlarmProbability: 2 * normalSurvival(critical).probability,
  };
}

function varianceOfMean({ counts, sums, sumsOfSquares }: ArmWindows): number {
  const count = totalOf(counts);
  const sum = totalOf(sums);
  const squares = totalOf(sumsOfSquares) - (sum / count) * sum;
  return count < 2 ? 0 : Math.max(0, squares) / (count - 1) / count;
}
