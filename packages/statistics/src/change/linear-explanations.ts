import type { NumericDistribution } from "../distribution/distribution.js";
import { centreAndSpread } from "./centre-and-spread.js";
import { explain, type ChangeKindName, type Explanation } from "./explanation.js";
import { KNOWN_MAPS } from "./known-maps.js";
import { linearMaps, type LinearMap } from "./linear-maps.js";
import { mapDeviance } from "./map-deviance.js";

/** A parameter of the map: its best value and what the buckets, means and samples allow. */
export interface MapParameter {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** after = slope·before + intercept. */
export interface LinearMapEstimate {
  readonly slope: MapParameter;
  readonly intercept: MapParameter;
  /** Well-known conversions of units that are among the possible maps. */
  readonly known: readonly string[];
}

export interface LinearExplanations {
  readonly explanations: readonly Explanation[];
  /** Null where no linear map is possible, or buckets leave slope or intercept unbounded. */
  readonly map: LinearMapEstimate | null;
}

/** Shift, scale and unit change of a numeric distribution. */
export function linearExplanations(
  before: NumericDistribution,
  after: NumericDistribution,
  options: { readonly alpha: number; readonly overdispersion: number },
): LinearExplanations {
  const maps = linearMaps(before, after, options);
  const misfit = mapDeviance(before, after);
  const guess = momentMap(before, after);
  const explainBy = (kind: ChangeKindName, corners: readonly LinearMap[], parameters: number) => {
    if (corners.length === 0) return { best: null, explanation: null };
    const starts = guess !== null && parameters === 2 && maps.contains(guess) ? [guess] : [];
    const best = leastDeviance(corners, starts, (map) => misfit.of(map));
    const found = { deviance: misfit.of(best), degrees: misfit.degrees - parameters };
    return { best, explanation: explain(kind, found, { ...options, parameters }) };
  };
  const shift = explainBy("shift", maps.shifts, 1);
  const scale = explainBy("scale", maps.scales, 1);
  const unit = explainBy("unit-change", maps.all, 2);
  const known = KNOWN_MAPS.filter((map) => maps.contains(map)).map(({ name }) => name);
  const all = [shift, scale, unit].flatMap(({ explanation }) => (explanation === null ? [] : [explanation]));
  if (unit.best === null || !maps.bounded) return { explanations: all, map: null };
  const parameter = (value: number, of: (map: LinearMap) => number): MapParameter => ({
    value,
    low: Math.min(...maps.all.map(of)),
    high: Math.max(...maps.all.map(of)),
  });
  return {
    explanations: all,
    map: {
      slope: parameter(unit.best.slope, ({ slope }) => slope),
      intercept: parameter(unit.best.intercept, ({ intercept }) => intercept),
      known,
    },
  };
}

/** The map between means and standard deviations, where both are exact. */
function momentMap(before: NumericDistribution, after: NumericDistribution): LinearMap | null {
  const [from, to] = [centreAndSpread(before), centreAndSpread(after)];
  if (!from.isExactSpread || !to.isExactSpread) return null;
  const slope = to.spread / from.spread;
  return { slope, intercept: to.centre - slope * from.centre };
}

/** Fractions of the way from the best map so far to a corner. */
const STEPS = [0.5, 0.2, 0.05, 0.01];

/** The map with the least deviance in a convex polygon: from its middle towards its corners, as long as that helps. */
function leastDeviance(
  corners: readonly LinearMap[],
  starts: readonly LinearMap[],
  devianceOf: (map: LinearMap) => number,
): LinearMap {
  const average = (of: (map: LinearMap) => number) =>
    corners.reduce((sum, corner) => sum + of(corner), 0) / corners.length;
  const middle = { slope: average(({ slope }) => slope), intercept: average(({ intercept }) => intercept) };
  let best = middle;
  let least = devianceOf(middle);
  const take = (map: LinearMap): boolean => {
    const deviance = devianceOf(map);
    if (deviance >= least) return false;
    [best, least] = [map, deviance];
    return true;
  };
  for (const start of starts) take(start);
  for (const step of STEPS) {
    let improved = true;
    for (let round = 0; improved && round < 20; round++) {
      improved = false;
      for (const corner of corners) {
        const towards = {
          slope: best.slope + step * (corner.slope - best.slope),
          intercept: best.intercept + step * (corner.intercept - best.intercept),
        };
        if (take(towards)) improved = true;
      }
    }
  }
  return best;
}
