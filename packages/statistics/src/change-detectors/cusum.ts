import { requireArgument } from "../definition/require-argument.js";

export interface CusumOptions {
  /** The mean to hold, in the data's unit. */
  readonly target: number;
  /** Standard deviation of one value, > 0. */
  readonly deviation: number;
  /** Reference value k, in standard deviations, > 0: half the shift to find soonest. Default 0.5. */
  readonly referenceValue?: number;
  /** Decision interval h, in standard deviations, > 0. Default 5: one false alarm in 465 independent normal values. */
  readonly threshold?: number;
}

export interface CusumTrack {
  /** Standing sums after each value, in standard deviations, ≥ 0: of evidence for a higher mean, and for a lower one. */
  readonly up: Float64Array;
  readonly down: Float64Array;
  /** Values at which a sum passed the threshold; both sums start at 0 again after it. */
  readonly detectedAt: readonly { readonly index: number; readonly direction: "up" | "down" }[];
}

export const CUSUM_DEFAULTS = Object.freeze({ referenceValue: 0.5, threshold: 5 });

/**
 * Two-sided cumulative sums: where has the mean of a series left its target, up or down? max(0, S + z − k) and max(0, S − z − k) with
 * z in standard deviations from the target. How often it is wrong: {@link cusumAverageRunLength}, which needs independent normal values and
 * a known target and deviation.
 *
 * Reference: Page (Biometrika 1954), doi:10.1093/biomet/41.1-2.100; Montgomery, Introduction to Statistical Quality Control, §9.1.
 * @throws ModelwatchError `invalid-argument` for an option outside its range or a value that is not finite.
 */
export function detectWithCusum(values: ArrayLike<number>, options: CusumOptions): CusumTrack {
  const { target, deviation, referenceValue, threshold } = { ...CUSUM_DEFAULTS, ...options };
  requireArgument(Number.isFinite(target), `target is ${target}`, "a finite number");
  requireArgument(deviation > 0 && deviation < Infinity, `deviation is ${deviation}`, "a number > 0");
  checkCusumDesign(referenceValue, threshold);
  const up = new Float64Array(values.length);
  const down = new Float64Array(values.length);
  const detectedAt: { index: number; direction: "up" | "down" }[] = [];
  let above = 0;
  let below = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    requireArgument(Number.isFinite(value), `values[${index}] is ${value}`, "finite numbers");
    const z = (value - target) / deviation;
    above = Math.max(0, above + z - referenceValue);
    below = Math.max(0, below - z - referenceValue);
    up[index] = above;
    down[index] = below;
    if (above <= threshold && below <= threshold) continue;
    detectedAt.push({ index, direction: above > threshold ? "up" : "down" });
    above = 0;
    below = 0;
  }
  return { up, down, detectedAt };
}

/** @throws ModelwatchError `invalid-argument` unless both are finite and > 0. */
export function checkCusumDesign(referenceValue: number, threshold: number): void {
  requireArgument(
    referenceValue > 0 && referenceValue < Infinity,
    `referenceValue is ${referenceValue}`,
    "a number > 0",
  );
  requireArgument(threshold > 0 && threshold < Infinity, `threshold is ${threshold}`, "a number > 0");
}
