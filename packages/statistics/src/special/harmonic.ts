/** Below this the terms are added one by one; above, the expansion's error is under 1e−15. */
const ADD_BELOW = 64;

/**
 * Σ_{j=from+1..to} 1/j for 0 ≤ from ≤ to, in at most 64 additions however far apart they are. From H_n = ln(n+½) + γ + 1/(24(n+½)²)
 * − 7/(960(n+½)⁴) + …; numbers that are not integers are met between the sums of their neighbours.
 *
 * Reference: DeTemple (Amer. Math. Monthly 1993), doi:10.2307/2324300.
 */
export function harmonicDifference(from: number, to: number): number {
  let sum = 0;
  let start = from;
  while (start < ADD_BELOW && start + 1 <= to) {
    start++;
    sum += 1 / start;
  }
  if (start >= to) return sum;
  const a = start + 0.5;
  const b = to + 0.5;
  return sum + Math.log1p((b - a) / a) + correction(b) - correction(a);
}

function correction(n: number): number {
  return 1 / (24 * n ** 2) - 7 / (960 * n ** 4);
}
