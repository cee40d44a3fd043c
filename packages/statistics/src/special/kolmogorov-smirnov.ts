import { requireArgument } from "../definition/require-argument.js";
import { kolmogorovOneSampleSurvival } from "./kolmogorov-one-sample.js";
import { kolmogorovSurvival } from "./survival.js";
import type { Tail } from "./tail.js";

/**
 * P(D ≥ observed) for the two-sample Kolmogorov–Smirnov statistic of values in ordered cells, both samples not empty.
 *
 * Exact given the pooled cells (every split of the pooled values equally likely) where that takes at most `mostSteps` steps,
 * (n + m)·min(n, m) of them; else Kolmogorov's limit, conservative under ties.
 */
export function kolmogorovSmirnovTail(first: Float64Array, second: Float64Array, mostSteps: number): Tail {
  const n = sum(first);
  const m = sum(second);
  const [small, large] = n <= m ? [first, second] : [second, first];
  const a = Math.min(n, m);
  const b = Math.max(n, m);
  const observed = greatestDifference(small, large, a, b);
  if (observed === 0) return { probability: 1, logProbability: 0 };
  if ((a + b) * (a + 1) > mostSteps) {
    return kolmogorovSurvival((observed / (a * b)) * Math.sqrt((a * b) / (a + b)));
  }
  const pooled = small.map((count, k) => count + large[k]!);
  return toTail(massOutside(pooled, a, b, observed));
}

/**
 * P(D ≥ distance) for samples of n and m values from one continuous distribution, exact: for values that are known not to tie. Takes
 * (n + m)·min(n, m) steps.
 * @throws ModelwatchError `invalid-argument` unless n and m are whole and at least 1, and 0 ≤ distance ≤ 1.
 */
export function kolmogorovSmirnovUntiedTail(n: number, m: number, distance: number): Tail {
  check(n, m, distance);
  const a = Math.min(n, m);
  const b = Math.max(n, m);
  // possible distances are whole multiples of 1/lcm(a, b); the given one is rounded to the one it stands for
  const unit = greatestCommonDivisor(a, b);
  const observed = Math.round((distance * a * b) / unit) * unit;
  if (observed === 0) return { probability: 1, logProbability: 0 };
  return toTail(massOutside(new Float64Array(a + b).fill(1), a, b, observed));
}

/**
 * P(D ≥ distance) for samples of n and m values that do not tie, as for one sample of n·m/(n + m) values (rounded to even) against a
 * known distribution: closer than Kolmogorov's limit, for any sizes.
 * @throws ModelwatchError `invalid-argument` unless n and m are whole and at least 1, and 0 ≤ distance ≤ 1.
 */
export function kolmogorovSmirnovApproximateTail(n: number, m: number, distance: number): Tail {
  check(n, m, distance);
  const size = (n / (n + m)) * m;
  const whole = Math.round(size);
  const isHalfway = whole - size === 0.5;
  const rounded = isHalfway && whole % 2 === 1 ? whole - 1 : whole;
  const probability = kolmogorovOneSampleSurvival(distance, Math.max(1, rounded));
  return { probability, logProbability: Math.log(probability) };
}

/** max |i·b − j·a| at the ends of cells: the distance in whole units of 1/(a·b), so that equality is exact. */
function greatestDifference(small: Float64Array, large: Float64Array, a: number, b: number): number {
  let i = 0;
  let j = 0;
  let greatest = 0;
  for (let k = 0; k < small.length; k++) {
    i += small[k]!;
    j += large[k]!;
    greatest = Math.max(greatest, Math.abs(i * b - j * a));
  }
  return greatest;
}

/**
 * A walk through the pooled values puts each into one sample or the other, and the probability of every walk that leaves the band at
 * the end of a cell is summed; nothing is subtracted, so small p-values keep their digits.
 */
function massOutside(pooled: Float64Array, a: number, b: number, observed: number): number {
  // entry i: probability that i of the values so far went to the small sample and the walk never left the band
  let inside = new Float64Array(a + 1);
  let next = new Float64Array(a + 1);
  inside[0] = 1;
  let outside = 0;
  let taken = 0;
  for (let k = 0; k < pooled.length; k++) {
    const end = taken + pooled[k]!;
    for (; taken < end; taken++) {
      next.fill(0);
      const left = a + b - taken;
      for (let i = Math.max(0, taken - b); i <= Math.min(a, taken); i++) {
        const mass = inside[i]!;
        if (mass === 0) continue;
        const toSmall = (a - i) / left;
        if (i < a) next[i + 1] = next[i + 1]! + mass * toSmall;
        next[i] = next[i]! + mass * (1 - toSmall);
      }
      [inside, next] = [next, inside];
    }
    for (let i = 0; i <= a; i++) {
      if (inside[i] === 0 || Math.abs(i * b - (taken - i) * a) < observed) continue;
      outside += inside[i]!;
      inside[i] = 0;
    }
  }
  return Math.min(1, outside);
}

function toTail(probability: number): Tail {
  return { probability, logProbability: Math.log(probability) };
}

function check(n: number, m: number, distance: number): void {
  for (const [name, size] of [
    ["n", n],
    ["m", m],
  ] as const) {
    requireArgument(Number.isSafeInteger(size) && size >= 1, `${name} is ${size}`, "whole numbers from 1");
  }
  requireArgument(distance >= 0 && distance <= 1, `distance is ${distance}`, "0 to 1");
}

function greatestCommonDivisor(a: number, b: number): number {
  let [larger, smaller] = [b, a];
  while (smaller > 0) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
