import { requireArgument } from "../definition/require-argument.js";
import { betaQuantile, normalQuantile } from "./quantiles.js";

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Clopper & Pearson's (1934, doi:10.1093/biomet/26.4.404) exact interval for a share: covers with at least 1 − alpha
 * whatever the share, so it is wide for small counts.
 * @throws ModelwatchError `invalid-argument` unless 0 ≤ count ≤ trials, trials ≥ 1 and 0 < alpha < 1.
 */
export function clopperPearsonInterval(count: number, trials: number, alpha: number): Interval {
  check(count, trials, alpha);
  return {
    low: count === 0 ? 0 : betaQuantile(alpha / 2, count, trials - count + 1),
    high: count === trials ? 1 : betaQuantile(1 - alpha / 2, count + 1, trials - count),
  };
}

/**
 * Wilson's (1927, doi:10.1080/01621459.1927.10502953) score interval for a share: coverage near 1 − alpha on average, never
 * outside [0, 1], defined for 0 successes.
 * @throws ModelwatchError `invalid-argument` unless 0 ≤ count ≤ trials, trials ≥ 1 and 0 < alpha < 1.
 */
export function wilsonInterval(count: number, trials: number, alpha: number): Interval {
  check(count, trials, alpha);
  // 1 − alpha/2 would round to 1 for the smallest alphas
  const z = -normalQuantile(alpha / 2);
  const share = count / trials;
  const weight = 1 + (z * z) / trials;
  const centre = (share + (z * z) / (2 * trials)) / weight;
  const half = (z / weight) * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return {
    low: count === 0 ? 0 : Math.max(0, centre - half),
    high: count === trials ? 1 : Math.min(1, centre + half),
  };
}

/** Newcombe's (1998, method 10, doi:10.1002/sim.1779) interval for the difference of two shares, b − a: two Wilson intervals joined. */
export function newcombeInterval(
  a: { readonly count: number; readonly trials: number },
  b: { readonly count: number; readonly trials: number },
  alpha: number,
): Interval {
  const ofA = wilsonInterval(a.count, a.trials, alpha);
  const ofB = wilsonInterval(b.count, b.trials, alpha);
  const shareA = a.count / a.trials;
  const shareB = b.count / b.trials;
  const difference = shareB - shareA;
  return {
    low: difference - Math.hypot(shareB - ofB.low, ofA.high - shareA),
    high: difference + Math.hypot(ofB.high - shareB, shareA - ofA.low),
  };
}

function check(count: number, trials: number, alpha: number): void {
  const sane = trials >= 1 && count >= 0 && count <= trials && alpha > 0 && alpha < 1;
  requireArgument(
    sane,
    `count ${count} of ${trials} trials at alpha ${alpha}`,
    "0 ≤ count ≤ trials, trials ≥ 1, 0 < alpha < 1",
  );
}
