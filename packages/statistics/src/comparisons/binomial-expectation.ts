import { logGamma } from "../special/log-gamma.js";

/** Above this variance a binomial is smooth enough for five normal nodes. */
const LARGE_VARIANCE = 100;
/** Gauss–Hermite nodes and weights for a standard normal, five points (Abramowitz & Stegun 25.4.46, rescaled). */
const NODES = [0, 1.355_626_179_974_266, 2.856_970_013_872_806] as const;
const WEIGHTS = [0.533_333_333_333_333_3, 0.222_075_922_005_612_6, 0.011_257_411_327_720_69] as const;

/** E f(X) for X binomial(n, p): exact for small variances, by five nodes of the normal limit else. f is smooth on that scale. */
export function binomialExpectation(n: number, p: number, f: (x: number) => number): number {
  const mean = n * p;
  const variance = mean * (1 - p);
  if (variance > LARGE_VARIANCE) {
    const deviation = Math.sqrt(variance);
    let sum = WEIGHTS[0] * f(mean);
    for (const k of [1, 2] as const) {
      sum += WEIGHTS[k] * (f(mean - NODES[k] * deviation) + f(mean + NODES[k] * deviation));
    }
    return sum;
  }
  if (p <= 0) return f(0);
  if (p >= 1) return f(n);
  const reach = 10 * Math.sqrt(variance) + 12;
  const last = Math.min(n, Math.ceil(mean + reach));
  let sum = 0;
  for (let x = Math.max(0, Math.floor(mean - reach)); x <= last; x++) {
    const log = logGamma(n + 1) - logGamma(x + 1) - logGamma(n - x + 1);
    sum += Math.exp(log + x * Math.log(p) + (n - x) * Math.log1p(-p)) * f(x);
  }
  return sum;
}
