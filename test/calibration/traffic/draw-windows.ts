import type { DistributionWindows } from "@modelwatch/statistics";
import { addMoments, type CellTable } from "./cell-table.js";
import { drawBinomial } from "./draw-binomial.js";
import { drawGamma } from "./draw-gamma.js";
import type { Effects } from "./effects.js";
import type { SimulatedFeature } from "./features.js";
import { MOMENTS } from "./law.js";
import type { RandomStream } from "./random-stream.js";

/** The rows of a window, as spans of time with an effect each. */
export interface WindowRows {
  readonly windows: number;
  readonly spansPerWindow: number;
  /** Rows of each span. */
  readonly rows: Float64Array;
  readonly effects: Effects;
  readonly groupSize: number;
  readonly dirichletConcentration: number | undefined;
  /** Which law rules in a window. */
  readonly tableOf: (window: number) => CellTable;
}

/**
 * Counts are multinomial draws, exact given the shares; shares come from the table at the effect's mean ± spread, which is
 * exact to the second order of the effects inside a span. Σx and Σx² are normal given the counts, with the mean and covariance that
 * the law has inside each cell.
 */
export function drawFeature(
  feature: SimulatedFeature,
  random: RandomStream,
  source: WindowRows,
): DistributionWindows {
  const { windows, spansPerWindow } = source;
  const { cells } = feature.table;
  const counts = new Float64Array(windows * cells);
  const totals = new Float64Array(windows);
  const sums = new Float64Array(windows);
  const sumsOfSquares = new Float64Array(windows);
  const span = createSpanDrawer(cells, random, source);
  for (let window = 0; window < windows; window++) {
    const table = source.tableOf(window);
    const target = counts.subarray(window * cells, (window + 1) * cells);
    for (let part = 0; part < spansPerWindow; part++) {
      const drawn = span(table, window * spansPerWindow + part, target);
      totals[window] = totals[window]! + drawn.total;
      sums[window] = sums[window]! + drawn.sum;
      sumsOfSquares[window] = sumsOfSquares[window]! + drawn.squares;
    }
  }
  const base = { layout: feature.layout, windows, cells, counts, totals };
  return feature.layout.kind === "numeric" ? { ...base, sums, sumsOfSquares } : base;
}

interface DrawnSpan {
  total: number;
  sum: number;
  squares: number;
}

function createSpanDrawer(
  cells: number,
  random: RandomStream,
  { rows, effects, groupSize, dirichletConcentration }: WindowRows,
): (table: CellTable, span: number, target: Float64Array) => DrawnSpan {
  const moments = new Float64Array(MOMENTS * cells);
  const shares = new Float64Array(cells);
  const drawn: DrawnSpan = { total: 0, sum: 0, squares: 0 };
  let known: CellTable | undefined;
  let knownMean = Number.NaN;
  let knownSpread = Number.NaN;
  return (table, span, target) => {
    const mean = effects.means[span]!;
    const spread = effects.spreads[span]!;
    if (table !== known || mean !== knownMean || spread !== knownSpread) {
      moments.fill(0);
      if (spread === 0) addMoments(table, mean, 1, moments);
      else {
        addMoments(table, mean - spread, 0.5, moments);
        addMoments(table, mean + spread, 0.5, moments);
      }
      known = table;
      knownMean = mean;
      knownSpread = spread;
    }
    let massLeft = 0;
    for (let cell = 0; cell < cells; cell++) {
      const share = moments[cell]!;
      shares[cell] =
        dirichletConcentration === undefined ? share : drawGamma(random, dirichletConcentration * share);
      massLeft += shares[cell]!;
    }
    drawCells(random, rows[span]! / groupSize, shares, massLeft, moments, groupSize, target, drawn);
    return drawn;
  };
}

function drawCells(
  random: RandomStream,
  groups: number,
  shares: Float64Array,
  mass: number,
  moments: Float64Array,
  groupSize: number,
  target: Float64Array,
  drawn: DrawnSpan,
): void {
  const cells = shares.length;
  let left = groups;
  let massLeft = mass;
  let sum = 0;
  let squares = 0;
  let sumVariance = 0;
  let squaresVariance = 0;
  let covariance = 0;
  for (let cell = 0; cell < cells && left > 0; cell++) {
    const share = shares[cell]!;
    const count = cell === cells - 1 ? left : drawBinomial(random, left, share / massLeft);
    massLeft -= share;
    left -= count;
    if (count === 0) continue;
    target[cell] = target[cell]! + count * groupSize;
    const mass0 = moments[cell]!;
    const m1 = moments[cells + cell]! / mass0;
    const m2 = moments[2 * cells + cell]! / mass0;
    sum += count * m1;
    squares += count * m2;
    sumVariance += count * (m2 - m1 * m1);
    covariance += count * (moments[3 * cells + cell]! / mass0 - m1 * m2);
    squaresVariance += count * (moments[4 * cells + cell]! / mass0 - m2 * m2);
  }
  const sd = Math.sqrt(Math.max(0, sumVariance));
  const first = random.normal();
  const slope = sd > 0 ? covariance / sd : 0;
  const rest = Math.sqrt(Math.max(0, squaresVariance - slope * slope));
  drawn.total = groups * groupSize;
  drawn.sum = groupSize * (sum + sd * first);
  drawn.squares = groupSize * (squares + slope * first + rest * random.normal());
}
