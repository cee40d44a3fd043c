import { ModelwatchError } from "@modelwatch/conventions/error";
import { requireArgument } from "../definition/require-argument.js";

/** Sums that are visited before giving up: about a second. For samples of 20 and less it is never reached. */
const MOST_VISITS = 20_000_000;

/** The sums that ways through the pooled values have reached, ascending, and the probability of each. */
interface Reached {
  readonly sums: Float64Array;
  readonly probabilities: Float64Array;
}

const NOWHERE: Reached = { sums: new Float64Array(0), probabilities: new Float64Array(0) };

/**
 * P(T ≥ statistic) of Anderson's two-sample Cramér–von Mises statistic for n and m values that do not tie, exact: the sums of squared
 * distances between the two empirical curves of all ways to interleave the samples, each equally likely.
 *
 * Reference: Anderson (Ann. Math. Stat. 1962), doi:10.1214/aoms/1177704477; Xiao, Gordon, Yakovlev (J. Stat. Soft. 2006),
 * doi:10.18637/jss.v017.i08.
 * @throws ModelwatchError `invalid-argument`: sizes that are not whole and ≥ 1; `limit-exceeded` for samples that are too large.
 */
export function cramerVonMisesExactTail(n: number, m: number, statistic: number): number {
  for (const size of [n, m]) {
    requireArgument(Number.isSafeInteger(size) && size >= 1, `a sample has ${size} values`, "at least 1");
  }
  const total = n + m;
  const multiple = (n / greatestCommonDivisor(n, m)) * m;
  const stepOfFirst = multiple / n;
  const stepOfSecond = multiple / m;
  // T = n·m/(n + m)² · Σ (F − G)² over the pooled values; in whole units the sum is an integer
  const observed = Math.floor(((statistic * total * total) / (n * m)) * multiple * multiple + 1e-6);
  // column j: where ways stand that have drawn j of the second sample so far
  const columns = Array.from({ length: m + 1 }, (): Reached => NOWHERE);
  columns[0] = { sums: new Float64Array(1), probabilities: new Float64Array(1).fill(1) };
  let visits = 0;
  for (let i = 0; i <= n; i++) {
    for (let j = i === 0 ? 1 : 0; j <= m; j++) {
      const square = (i * stepOfFirst - j * stepOfSecond) ** 2;
      const left = total - i - j + 1;
      const fromFirst = i === 0 ? NOWHERE : columns[j]!;
      const fromSecond = j === 0 ? NOWHERE : columns[j - 1]!;
      columns[j] = join(fromFirst, (n - i + 1) / left, fromSecond, (m - j + 1) / left, square);
      visits += columns[j]!.sums.length;
      if (visits > MOST_VISITS) throw tooLarge(n, m);
    }
  }
  let tail = 0;
  columns[m]!.sums.forEach((sum, index) => {
    if (sum >= observed) tail += columns[m]!.probabilities[index]!;
  });
  return Math.min(1, tail);
}

/** Both ways to the same place, each with its probability, and the square that every way pays there. */
function join(a: Reached, ofA: number, b: Reached, ofB: number, square: number): Reached {
  const sums = new Float64Array(a.sums.length + b.sums.length);
  const probabilities = new Float64Array(sums.length);
  let size = 0;
  for (let i = 0, j = 0; i < a.sums.length || j < b.sums.length; size++) {
    const sumA = a.sums[i] ?? Infinity;
    const sumB = b.sums[j] ?? Infinity;
    sums[size] = Math.min(sumA, sumB) + square;
    let probability = 0;
    if (sumA <= sumB) probability += ofA * a.probabilities[i++]!;
    if (sumB <= sumA) probability += ofB * b.probabilities[j++]!;
    probabilities[size] = probability;
  }
  return { sums: sums.slice(0, size), probabilities: probabilities.slice(0, size) };
}

function tooLarge(n: number, m: number): ModelwatchError {
  return new ModelwatchError("limit-exceeded", {
    problem: `the exact distribution for ${n} and ${m} values has too many sums`,
    remedy: "use the limit distribution",
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
