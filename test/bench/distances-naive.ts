/** A histogram as a program without typed arrays would hold it. */
export interface NaiveHistogram {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
}

/**
 * PSI, Jensen–Shannon, Kolmogorov–Smirnov and Wasserstein-1 the way they are usually written in JavaScript: shares once, then one small
 * function each over plain arrays.
 */
export function naiveDistances(reference: NaiveHistogram, current: NaiveHistogram): number[] {
  const p = toShares(reference.counts);
  const q = toShares(current.counts);
  const f = toCumulative(p);
  const g = toCumulative(q);
  return [
    psi(reference.counts, current.counts),
    jensenShannon(p, q),
    Math.max(...f.map((value, k) => Math.abs(value - (g[k] ?? 0)))),
    wasserstein(reference, current, f, g),
  ];
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function toShares(counts: readonly number[]): number[] {
  const sum = total(counts);
  return counts.map((count) => count / sum);
}

function toCumulative(shares: readonly number[]): number[] {
  let sum = 0;
  return shares.map((share) => (sum += share));
}

function psi(reference: readonly number[], current: readonly number[]): number {
  const used = reference.map((r, k) => [r, current[k] ?? 0] as const).filter(([r, s]) => r + s > 0);
  const p = toShares(used.map(([r]) => r + 0.5));
  const q = toShares(used.map(([, s]) => s + 0.5));
  return total(p.map((share, k) => ((q[k] ?? 0) - share) * Math.log((q[k] ?? 0) / share)));
}

function jensenShannon(p: readonly number[], q: readonly number[]): number {
  const middle = p.map((share, k) => (share + (q[k] ?? 0)) / 2);
  const divergence = (from: readonly number[]): number =>
    total(from.map((share, k) => (share === 0 ? 0 : share * Math.log2(share / (middle[k] ?? 0)))));
  return Math.sqrt((divergence(p) + divergence(q)) / 2);
}

function wasserstein(
  reference: NaiveHistogram,
  current: NaiveHistogram,
  f: readonly number[],
  g: readonly number[],
): number {
  const gaps = f.map((value, k) => (g[k] ?? 0) - value);
  const area = total(
    reference.bounds.slice(1).map((bound, k) => {
      const width = bound - (reference.bounds[k] ?? 0);
      const [a, b] = [gaps[k] ?? 0, gaps[k + 1] ?? 0];
      return a * b >= 0 ? (width * Math.abs(a + b)) / 2 : (width * (a * a + b * b)) / (2 * Math.abs(b - a));
    }),
  );
  const means = [reference, current].map((side) => side.sum / total(side.counts));
  return Math.max(area, Math.abs((means[1] ?? 0) - (means[0] ?? 0)));
}
