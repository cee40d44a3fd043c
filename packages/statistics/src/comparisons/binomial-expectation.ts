/** Above this variance a binomial is smooth enough for five normal nodes. */
const LARGE_VARIANCE = 100;
/** Gauss–Hermite nodes and weights for a standard normal, five points (Abramowitz & Stegun 25.4.46, rescaled). */
const NODES = [0, 1.355_626_179_974_266, 2.856_970_013_872_806] as const;
const WEIGHTS = [0.533_333_333_333_333_3, 0.222_075_922_005_612_6, 0.011_257_411_327_720_69] as const;
/** Terms of the sum this much smaller than the largest are left out. */
const NEGLIGIBLE = 1e-18;

/** E f(X) for X binomial(n, p): exact for small variances, by five nodes of the normal limit else. f is smooth on that scale. */
export function binomialExpectation(n: number, p: number, f: (x: number) => number): number {
  if (p <= 0) return f(0);
  if (p >= 1) return f(n);
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
  // weights relative to the mode's, by the ratio of neighbours
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  let total = 1;
  let sum = f(mode);
  for (let x = mode, weight = 1; x < n && weight > NEGLIGIBLE; x++) {
    weight *= ((n - x) / (x + 1)) * odds;
    total += weight;
    sum += weight * f(x + 1);
  }
  for (let x = mode, weight = 1; x > 0 && weight > NEGLIGIBLE; x--) {
    weight *= x / ((n - x + 1) * odds);
    total += weight;
    sum += weight * f(x - 1);
  }
  return sum / total;
}
