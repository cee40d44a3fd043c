import { kolmogorovSurvival } from "./survival.js";
import { toTail, type Tail } from "./tail.js";

/** Steps of the exact computation that are still instant (about 10 ms). */
const MOST_STEPS = 2_000_000;

/**
 * P(D ≥ observed) for the two-sample Kolmogorov–Smirnov statistic of values in ordered cells, both samples not empty.
 *
 * Exact given the pooled cells: a walk through the pooled values puts each into one sample or the other, and the probability of
 * every walk that leaves the band at the end of a cell is summed; nothing is subtracted, so small p-values keep their digits. Above
 * MOST_STEPS the limit, conservative under ties.
 */
export function kolmogorovSmirnovTail(first: Float64Array, second: Float64Array): Tail {
  const n = sum(first);
  const m = sum(second);
  const [small, large] = n <= m ? [first, second] : [second, first];
  const a = Math.min(n, m);
  const b = Math.max(n, m);
  const observed = greatestDifference(small, large, a, b);
  if (observed === 0) return { probability: 1, logProbability: 0 };
  if ((a + b) * (a + 1) > MOST_STEPS) {
    return kolmogorovSurvival((observed / (a * b)) * Math.sqrt((a * b) / (a + b)));
  }
  const outside = Math.min(1, massOutside(small, large, a, b, observed));
  return toTail(outside, () => Math.log(outside));
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

function massOutside(
  small: Float64Array,
  large: Float64Array,
  a: number,
  b: number,
  observed: number,
): number {
  // entry i: probability that i of the values so far went to the small sample and the walk never left the band
  let inside = new Float64Array(a + 1);
  let next = new Float64Array(a + 1);
  inside[0] = 1;
  let outside = 0;
  let taken = 0;
  for (let k = 0; k < small.length; k++) {
    const end = taken + small[k]! + large[k]!;
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
  return outside;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
