import type { CategoricalDistribution } from "../distribution/distribution.js";
import type { Undetermined } from "../distribution/undetermined.js";
import { requireArgument } from "../definition/require-argument.js";
import { logGamma } from "../special/log-gamma.js";

export interface UnseenCategories {
  readonly kind: "value";
  /** Categories of the current rows that the reference does not hold, most rows first. */
  readonly unseen: readonly { readonly category: string; readonly count: number }[];
  /** Rows in them, and all current rows. */
  readonly count: number;
  readonly rows: number;
  /** Rows that would be in unseen categories if reference and current rows had been shuffled. */
  readonly expected: number;
  /** ln of an upper bound of the p-value for "only as many as shuffling explains". */
  readonly logPValue: number;
}

/**
 * Categories that are new, against what a long tail of rare ones explains. Shuffle all rows: a category with t rows in all is missing
 * in the reference with probability q = C(n, t)/C(n + n₀, t), and then brings t unseen rows. These events are negatively associated
 * (Joag-Dev & Proschan 1983, doi:10.1214/aos/1176346079), so Chernoff's bound for independent ones holds:
 * ln p ≤ min over λ of Σ ln(1 + q(e^{λt} − 1)) − λ·count. `overdispersion` ≥ 1 divides all counts.
 * Undetermined: `empty-reference`, `empty-current`.
 * @throws ModelwatchError `invalid-argument`: overdispersion < 1.
 */
export function unseenCategories(
  reference: CategoricalDistribution,
  current: CategoricalDistribution,
  options: { readonly overdispersion?: number } = {},
): UnseenCategories | Undetermined {
  const { overdispersion = 1 } = options;
  requireArgument(overdispersion >= 1, `overdispersion is ${overdispersion}`, "a number ≥ 1");
  const sizes = { reference: reference.count, current: current.count };
  if (reference.count === 0) return { kind: "undetermined", reason: "empty-reference", counts: sizes };
  if (current.count === 0) return { kind: "undetermined", reason: "empty-current", counts: sizes };
  const known = countsByCategory(reference);
  const seen = countsByCategory(current);
  const unseen = [...seen]
    .filter(([category]) => !known.has(category))
    .map(([category, count]) => ({ category, count }))
    .sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1));
  const count = unseen.reduce((sum, one) => sum + one.count, 0);
  const totals = new Map(known);
  for (const [category, rows] of seen) totals.set(category, (totals.get(category) ?? 0) + rows);
  const terms = [...totals.values()]
    .sort((a, b) => a - b)
    .map((rows) => {
      const t = rows / overdispersion;
      return {
        t,
        logMissing: logMissing(t, current.count / overdispersion, reference.count / overdispersion),
      };
    });
  const expected = terms.reduce((sum, { t, logMissing: log }) => sum + t * Math.exp(log), 0) * overdispersion;
  const logPValue = count === 0 ? 0 : chernoff(terms, count / overdispersion);
  return { kind: "value", unseen, count, rows: current.count, expected, logPValue };
}

interface Term {
  readonly t: number;
  readonly logMissing: number;
}

function countsByCategory({ categories, counts }: CategoricalDistribution): Map<string, number> {
  const rows = new Map<string, number>();
  categories.forEach((category, index) => {
    if (counts[index]! > 0) rows.set(category, counts[index]!);
  });
  return rows;
}

/** ln of C(n, t)/C(n + n₀, t): all t rows are current ones. */
function logMissing(t: number, n: number, n0: number): number {
  if (t > n) return -Infinity;
  return logGamma(n + 1) - logGamma(n - t + 1) - logGamma(n + n0 + 1) + logGamma(n + n0 - t + 1);
}

/** The bound is convex in λ: golden-section search over ln λ. */
function chernoff(terms: readonly Term[], count: number): number {
  const bound = (lambda: number): number => {
    let sum = -lambda * count;
    for (const { t, logMissing: log } of terms) sum += logOnePlus(log, lambda * t);
    return sum;
  };
  let left = 0;
  // at this λ even one row of a certain category is worth e^50
  let right = 50;
  for (let step = 0; step < 80; step++) {
    const [a, b] = [left + 0.382 * (right - left), left + 0.618 * (right - left)];
    if (bound(a) <= bound(b)) right = b;
    else left = a;
  }
  return Math.min(0, bound((left + right) / 2));
}

/** ln(1 + q(e^x − 1)) for ln q, without overflow. */
function logOnePlus(logQ: number, x: number): number {
  if (logQ + x > 30) return logQ + x;
  return Math.log1p(Math.exp(logQ + x) - Math.exp(logQ));
}
