import type { NumericDistribution } from "../distribution/distribution.js";
import { quantileInterval } from "../distribution/quantile-interval.js";
import { cumulativeShares } from "../distribution/shares.js";
import { normalQuantile } from "../special/quantiles.js";
import { clip, type HalfPlane, type Point } from "./half-planes.js";
import { centreAndSpread, type CentreAndSpread } from "./centre-and-spread.js";

/** after = slope·before + intercept. */
export interface LinearMap {
  readonly slope: number;
  readonly intercept: number;
}

/** The linear maps that take one distribution to the other without contradicting any bucket or mean, as a convex polygon. */
export interface LinearMaps {
  /** All of them; empty where no linear map does. */
  readonly all: readonly LinearMap[];
  /** Corners of those with slope 1. */
  readonly shifts: readonly LinearMap[];
  /** Corners of those that keep the centre (the mean, else the median) where it was. */
  readonly scales: readonly LinearMap[];
  /** Whether slope and intercept are bounded: false where too few buckets are used to tell. */
  readonly bounded: boolean;
  contains(map: LinearMap): boolean;
}

/** Slopes and intercepts that are looked at, in units of both sides' spread: a true map has slope near 1 and intercept near 0. */
const LARGEST = 1e4;

/**
 * Which maps x → slope·x + intercept, slope > 0, could have turned `before` into `after`? For bounds y of before and x of after:
 * where before's share up to y is surely smaller than after's share up to x, y is mapped below x; where surely larger, above. Each is
 * a half-plane of (slope, intercept); so are the means, where sums are exact. Together they hold the true map with probability
 * ≥ 1 − alpha (Dvoretzky–Kiefer–Wolfowitz–Massart bands of both sides, Massart 1990, doi:10.1214/aop/1176990746; normal
 * intervals of the means). Rows are divided by `overdispersion`.
 */
export function linearMaps(
  before: NumericDistribution,
  after: NumericDistribution,
  options: { readonly alpha: number; readonly overdispersion: number },
): LinearMaps {
  const [from, to] = [centreAndSpread(before), centreAndSpread(after)];
  const planes = [
    ...quantilePlanes(before, after, from, to, options),
    ...meanPlanes(before, after, from, to, options),
  ];
  const all = clip(BOX, planes);
  // the map in its own units: y' = x·x' + y with x' = (before − centre)/spread, y' = (after − centre)/spread
  const toMap = ({ x, y }: Point): LinearMap => {
    const slope = (x * to.spread) / from.spread;
    return { slope, intercept: to.centre + y * to.spread - slope * from.centre };
  };
  const toPoint = ({ slope, intercept }: LinearMap): Point => ({
    x: (slope * from.spread) / to.spread,
    y: (intercept + slope * from.centre - to.centre) / to.spread,
  });
  const unit = from.spread / to.spread;
  const isInside = ({ x, y }: Point) =>
    planes.every((plane) => plane.x * x + plane.y * y <= plane.limit + 1e-9);
  return {
    all: all.map(toMap),
    shifts: clip(all, [
      { x: 1, y: 0, limit: unit },
      { x: -1, y: 0, limit: -unit },
    ]).map(toMap),
    scales: clip(all, centrePlanes(before, from, to)).map(toMap),
    bounded: all.every(({ x, y }) => x > 2 / LARGEST && x < LARGEST / 2 && Math.abs(y) < LARGEST / 2),
    contains: (map) => isInside(toPoint(map)),
  };
}

/** How much larger a standard deviation may be than that of the buckets' middles, which open tails shorten. */
const ROUGH_SPREAD = 1.5;

const BOX: readonly Point[] = [
  { x: 1 / LARGEST, y: -LARGEST },
  { x: LARGEST, y: -LARGEST },
  { x: LARGEST, y: LARGEST },
  { x: 1 / LARGEST, y: LARGEST },
];

function quantilePlanes(
  before: NumericDistribution,
  after: NumericDistribution,
  from: CentreAndSpread,
  to: CentreAndSpread,
  { alpha, overdispersion }: { readonly alpha: number; readonly overdispersion: number },
): HalfPlane[] {
  const [f, g] = [cumulativeShares(before), cumulativeShares(after)];
  const band = (count: number) => Math.sqrt((Math.log(6 / alpha) * overdispersion) / (2 * count));
  const apart = band(before.count) + band(after.count);
  const planes: HalfPlane[] = [];
  let below = -1;
  let above = 0;
  after.bounds.forEach((bound, j) => {
    const share = g[j]!;
    while (below + 1 < before.bounds.length && f[below + 1]! < share - apart) below++;
    while (above < before.bounds.length && f[above]! <= share + apart) above++;
    const limit = (bound - to.centre) / to.spread;
    const at = (i: number) => (before.bounds[i]! - from.centre) / from.spread;
    if (below >= 0) planes.push({ x: at(below), y: 1, limit });
    if (above < before.bounds.length) planes.push({ x: -at(above), y: -1, limit: -limit });
  });
  return planes;
}

/** |mean after − slope·mean before − intercept| ≤ z·(error after + slope·error before), where both sums are exact. */
function meanPlanes(
  before: NumericDistribution,
  after: NumericDistribution,
  from: CentreAndSpread,
  to: CentreAndSpread,
  { alpha, overdispersion }: { readonly alpha: number; readonly overdispersion: number },
): HalfPlane[] {
  if (!from.isExactCentre || !to.isExactCentre) return [];
  const z = -normalQuantile(alpha / 6);
  // the centre is the mean, and the spread its unit
  const error = ({ count }: NumericDistribution, { isExactSpread }: CentreAndSpread) =>
    z * Math.sqrt(overdispersion / count) * (isExactSpread ? 1 : ROUGH_SPREAD);
  return [
    { x: -error(before, from), y: 1, limit: error(after, to) },
    { x: -error(before, from), y: -1, limit: error(after, to) },
  ];
}

/** The centre is mapped to itself, within the bucket of the median where no exact mean is known. */
function centrePlanes(before: NumericDistribution, from: CentreAndSpread, to: CentreAndSpread): HalfPlane[] {
  const median = quantileInterval(before, 0.5);
  const width = from.isExactCentre || median.kind === "undetermined" ? 0 : (median.high - median.low) / 2;
  const room = Number.isFinite(width) ? width / to.spread : 0;
  const limit = (from.centre - to.centre) / to.spread;
  return [
    { x: 0, y: 1, limit: limit + room },
    { x: 0, y: -1, limit: -limit + room },
  ];
}
