import { requireArgument } from "../definition/require-argument.js";
import type { Undetermined } from "../distribution/undetermined.js";
import { compareRates, type RateComparison } from "../tails/compare-rates.js";
import { estimateLevels, type VolumeHistory } from "./season-levels.js";

export interface VolumeForecast {
  readonly kind: "value";
  /** Rows in the window. */
  readonly count: number;
  /** Rows that earlier windows of the same season lead to expect, and between which bounds one window keeps with probability 1 − alpha. */
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** ln of the two-sided p-value. */
  readonly logPValue: number;
  /** How many times more the rows of windows vary than Poisson. */
  readonly overdispersion: number;
  /** Earlier windows that were used. */
  readonly windows: number;
}

/**
 * Is the volume of window `at` what earlier windows of its season lead to expect? Poisson with the overdispersion of the earlier
 * windows, by the exact conditional test of two rates, so that a short history makes a wide interval. The window itself never
 * takes part in what is expected of it. Undetermined: `too-few` earlier windows (of its season, or in all).
 * @throws ModelwatchError `invalid-argument`: a window that does not exist, counts not ≥ 0, seasons of another length, alpha outside (0, 1).
 */
export function forecastVolume(
  history: VolumeHistory,
  at: number,
  alpha: number,
): VolumeForecast | Undetermined {
  const { counts } = history;
  requireArgument(
    Number.isInteger(at) && at >= 0 && at < counts.length,
    `window ${at} was asked of ${counts.length}`,
    `a whole number from 0 to ${counts.length - 1}`,
  );
  const levels = estimateLevels(history, at);
  if (levels.kind === "undetermined") return levels;
  const level = levels.levelOf(at);
  if (level === null) return { kind: "undetermined", reason: "too-few", counts: { current: counts[at]! } };
  const { overdispersion } = levels;
  const compare = (count: number): RateComparison =>
    compareRates(
      { count, exposure: 1 },
      { count: level.sum, exposure: level.windows },
      { alpha, overdispersion },
    );
  const expected = level.sum / level.windows;
  const rejected = (count: number): boolean => compare(count).logPValue < Math.log(alpha);
  return {
    kind: "value",
    count: counts[at]!,
    expected,
    low: rejected(0) ? edge(rejected, expected, 0) : 0,
    high: edge(rejected, expected, upperEnd(rejected, expected + overdispersion)),
    logPValue: compare(counts[at]!).logPValue,
    overdispersion,
    windows: levels.windows,
  };
}

function upperEnd(rejected: (count: number) => boolean, start: number): number {
  let end = 2 * start;
  while (!rejected(end)) end *= 2;
  return end;
}

/** The last count that is kept between one that is and one that is not. */
function edge(rejected: (count: number) => boolean, kept: number, out: number): number {
  let inside = kept;
  let outside = out;
  for (let step = 0; step < 50 && Math.abs(outside - inside) > 0.5; step++) {
    const middle = (inside + outside) / 2;
    if (rejected(middle)) outside = middle;
    else inside = middle;
  }
  return inside;
}
