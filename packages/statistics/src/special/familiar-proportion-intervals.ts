import { requireArgument } from "../definition/require-argument.js";
import type { Interval } from "./proportion-interval.js";
import { betaQuantile, normalQuantile } from "./quantiles.js";

/*
 * Intervals for a share that other tools offer, for comparison with them; Modelwatch itself uses Wilson's and Clopper–Pearson's.
 * Compared by Brown, Cai, DasGupta (Stat. Sci. 2001), doi:10.1214/ss/1009213286.
 */

/** p ± z √(p(1 − p)/n), cut at 0 and 1: too short for small counts, of length 0 at 0 and n. Named after Wald. */
export function waldInterval(count: number, trials: number, alpha: number): Interval {
  check(count, trials, alpha);
  return around(count / trials, trials, alpha);
}

/** Wald's interval after adding z²/2 successes and failures: Agresti and Coull (1998), doi:10.1080/00031305.1998.10480550. */
export function agrestiCoullInterval(count: number, trials: number, alpha: number): Interval {
  check(count, trials, alpha);
  const added = normalQuantile(alpha / 2) ** 2;
  return around((count + added / 2) / (trials + added), trials + added, alpha);
}

/** Quantiles of the posterior under Jeffreys' prior, Beta(½, ½). */
export function jeffreysInterval(count: number, trials: number, alpha: number): Interval {
  check(count, trials, alpha);
  return {
    low: betaQuantile(alpha / 2, count + 0.5, trials - count + 0.5),
    high: betaQuantile(1 - alpha / 2, count + 0.5, trials - count + 0.5),
  };
}

function around(share: number, size: number, alpha: number): Interval {
  // 1 − alpha/2 would round to 1 for the smallest alphas
  const half = -normalQuantile(alpha / 2) * Math.sqrt((share * (1 - share)) / size);
  return { low: Math.max(0, share - half), high: Math.min(1, share + half) };
}

function check(count: number, trials: number, alpha: number): void {
  requireArgument(
    trials >= 1 && count >= 0 && count <= trials && alpha > 0 && alpha < 1,
    `count ${count} of ${trials} trials at alpha ${alpha}`,
    "0 ≤ count ≤ trials, trials ≥ 1, 0 < alpha < 1",
  );
}
