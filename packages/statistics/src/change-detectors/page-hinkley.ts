import { requireArgument } from "../definition/require-argument.js";

export interface PageHinkleyOptions {
  /** Values before the first decision. Default 30. */
  readonly minInstances?: number;
  /** Change that is tolerated, in the data's unit, ≥ 0. Default 0.005. */
  readonly delta?: number;
  /** Cumulated deviation that is a change, in the data's unit, > 0. Default 50. */
  readonly threshold?: number;
  /** How much of the cumulated deviation stays at each value, in (0, 1]. Default 0.9999. */
  readonly alpha?: number;
  /** Which changes of the mean count. Default both. */
  readonly mode?: "up" | "down" | "both";
}

/**
 * Page–Hinkley test: where has a mean changed? Cumulates deviations from the running mean and reports when they have risen by
 * more than the threshold above their lowest point (up) or fallen as much below their highest (down), then starts anew. It promises no
 * rate of false alarms. Equals river.drift.PageHinkley (0.26).
 * @returns indices of the values at which a change was reported.
 *
 * Reference: Page (Biometrika 1954), doi:10.1093/biomet/41.1-2.100; Hinkley (Biometrika 1971), doi:10.1093/biomet/58.3.509.
 * @throws ModelwatchError `invalid-argument` for an option outside its range or a value that is not finite.
 */
export function detectWithPageHinkley(
  values: ArrayLike<number>,
  options: PageHinkleyOptions = {},
): readonly number[] {
  const { minInstances, delta, threshold, alpha, mode } = checkedOptions(options);
  const detectedAt: number[] = [];
  let state = start();
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    requireArgument(Number.isFinite(value), `values[${index}] is ${value}`, "finite numbers");
    state.count++;
    state.mean += (value - state.mean) / state.count;
    const deviation = value - state.mean;
    state.rise = alpha * state.rise + deviation - delta;
    state.fall = alpha * state.fall + deviation + delta;
    state.lowest = Math.min(state.lowest, state.rise);
    state.highest = Math.max(state.highest, state.fall);
    if (state.count < minInstances) continue;
    const up = mode !== "down" && state.rise - state.lowest > threshold;
    const down = mode !== "up" && state.highest - state.fall > threshold;
    if (!up && !down) continue;
    detectedAt.push(index);
    state = start();
  }
  return detectedAt;
}

function start() {
  return { count: 0, mean: 0, rise: 0, fall: 0, lowest: Infinity, highest: -Infinity };
}

function checkedOptions(options: PageHinkleyOptions): Required<PageHinkleyOptions> {
  const { minInstances = 30, delta = 0.005, threshold = 50, alpha = 0.9999, mode = "both" } = options;
  requireArgument(
    Number.isInteger(minInstances) && minInstances >= 1,
    `minInstances is ${minInstances}`,
    "a whole number ≥ 1",
  );
  requireArgument(delta >= 0 && delta < Infinity, `delta is ${delta}`, "a number ≥ 0");
  requireArgument(threshold > 0 && threshold < Infinity, `threshold is ${threshold}`, "a number > 0");
  requireArgument(alpha > 0 && alpha <= 1, `alpha is ${alpha}`, "a number in (0, 1]");
  return { minInstances, delta, threshold, alpha, mode };
}
