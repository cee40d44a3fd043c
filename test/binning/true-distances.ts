import type { FastDistance } from "@modelwatch/statistics";
import { tailStart, type Law } from "./law.js";

export type Distances = Readonly<Record<FastDistance, number>>;

export interface TrueDistances {
  readonly distances: Distances;
  readonly meanOfReference: number;
  readonly meanOfCurrent: number;
}

const INNER_POINTS = 4000;
const TAIL_POINTS = 1500;
const SMALLEST_SHARE = 1e-15;

/**
 * The distances of two continuous laws by quadrature: some 14,000 cells between quantiles of both, in the tails down to shares of
 * 1e−15. Nothing is drawn at random. The test checks it against closed forms.
 */
export function computeTrueDistances(reference: Law, current: Law): TrueDistances {
  const points = gridOf(reference, current);
  let psi = 0;
  let js = 0;
  let hellinger = 0;
  let variation = 0;
  let ks = 0;
  let area = 0;
  let meanOfReference = points[0]!;
  let meanOfCurrent = points[0]!;
  for (let k = 0; k <= points.length; k++) {
    const low = points[k - 1] ?? -Infinity;
    const high = points[k] ?? Infinity;
    const p = shareBetween(reference, low, high);
    const q = shareBetween(current, low, high);
    if (p > 0 && q > 0) {
      psi += (q - p) * Math.log(q / p);
      js += (p * Math.log2((2 * p) / (p + q)) + q * Math.log2((2 * q) / (p + q))) / 2;
    }
    hellinger += (Math.sqrt(q) - Math.sqrt(p)) ** 2 / 2;
    variation += Math.abs(q - p) / 2;
    if (k === points.length) break;
    ks = Math.max(ks, Math.abs(differenceAt(reference, current, high)));
    if (k === 0) continue;
    const before = differenceAt(reference, current, low);
    const after = differenceAt(reference, current, high);
    area += (high - low) * meanAbsoluteOnLine(before, after);
    meanOfReference += ((high - low) * (reference.above(low) + reference.above(high))) / 2;
    meanOfCurrent += ((high - low) * (current.above(low) + current.above(high))) / 2;
  }
  return {
    distances: {
      psi,
      "js-distance": Math.sqrt(js),
      hellinger: Math.sqrt(hellinger),
      "total-variation": variation,
      ks,
      "wasserstein-1": area,
    },
    meanOfReference,
    meanOfCurrent,
  };
}

/** P(low < X ≤ high), from whichever tail keeps the digits. */
export function shareBetween(law: Law, low: number, high: number): number {
  const share = law.below(low) < 0.5 ? law.below(high) - law.below(low) : law.above(low) - law.above(high);
  return Math.max(0, share);
}

function differenceAt(reference: Law, current: Law, x: number): number {
  return reference.below(x) < 0.5
    ? current.below(x) - reference.below(x)
    : reference.above(x) - current.above(x);
}

function gridOf(reference: Law, current: Law): Float64Array {
  // where a contaminated tail begins its density jumps: no cell may reach across
  const points = new Set<number>([tailStart(reference)]);
  for (const law of [reference, current]) {
    for (let k = 1; k < INNER_POINTS; k++) {
      const share = k / INNER_POINTS;
      points.add(share <= 0.5 ? law.lowerQuantile(share) : law.upperQuantile(1 - share));
    }
    for (let k = 0; k <= TAIL_POINTS; k++) {
      const share = SMALLEST_SHARE ** (k / TAIL_POINTS) / 2;
      points.add(law.lowerQuantile(share)).add(law.upperQuantile(share));
    }
  }
  return Float64Array.from(points).sort();
}

/** Mean of |y| along a straight line from a to b. */
function meanAbsoluteOnLine(a: number, b: number): number {
  return a * b >= 0 ? Math.abs(a + b) / 2 : (a * a + b * b) / (2 * Math.abs(b - a));
}
