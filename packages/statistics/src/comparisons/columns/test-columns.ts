import { createGapMeasure, measureGaps, type GapMeasure } from "../../distances/edf-quadratics.js";
import { chi2Of, gOf } from "../../distances/homogeneity.js";
import { countPairs, varianceOfWins, type PairCounts } from "../../distances/pair-counts.js";
import {
  ANDERSON_DARLING_LIMIT,
  CRAMER_VON_MISES_LIMIT,
  logEdfTail,
  type EdfLimit,
} from "../../special/edf-tail.js";
import { logChiSquareSurvival, logNormalSurvival } from "../../special/survival.js";
import { tabulateLimit } from "../../special/tabulate-limit.js";
import type { StatisticColumns } from "./statistic-columns.js";
import { noiseOf, usesSeveralCells, type WindowBatch } from "./window-batch.js";

export function fillChi2(batch: WindowBatch): StatisticColumns {
  return fillHomogeneity(batch, chi2Of, (value, pooled) => Math.min(1, Math.sqrt(value / pooled)));
}

export function fillG(batch: WindowBatch): StatisticColumns {
  return fillHomogeneity(batch, gOf, (value, pooled) => value / (2 * pooled));
}

function fillHomogeneity(
  batch: WindowBatch,
  kernel: typeof chi2Of,
  effectOf: (value: number, pooled: number) => number,
): StatisticColumns {
  const { windows, reference, profile } = batch;
  const known = usesSeveralCells(batch);
  const value = batch.createColumn();
  const effect = batch.createColumn();
  const log10PValue = batch.createColumn();
  const degreesOfFreedom = batch.createColumn();
  for (let window = 0; window < windows.windows; window++) {
    if (known[window] === 0) continue;
    const total = windows.totals[window]!;
    const degrees = batch.cells[window]! - 1;
    degreesOfFreedom[window] = degrees;
    const statistic = kernel(profile, windows.counts, window * windows.cells, total);
    value[window] = statistic;
    effect[window] = effectOf(statistic, reference.count + total);
    log10PValue[window] = logChiSquareSurvival(statistic, degrees) / Math.LN10;
  }
  return { known, value, low: value, noiseFloor: degreesOfFreedom, log10PValue, effect, degreesOfFreedom };
}

const TABLED = {
  uniform: tabulateLimit(CRAMER_VON_MISES_LIMIT),
  tails: tabulateLimit(ANDERSON_DARLING_LIMIT),
} as const;

/** Cramér–von Mises and Anderson–Darling: one pass measures both. */
export function fillGapTests(batch: WindowBatch): {
  readonly cramerVonMises: StatisticColumns;
  readonly andersonDarling: StatisticColumns;
} {
  const { windows, reference, profile } = batch;
  const known = usesSeveralCells(batch);
  const cramerVonMises = createGapColumns(batch);
  const andersonDarling = createGapColumns(batch);
  const uniform = createGapMeasure();
  const tails = createGapMeasure();
  for (let window = 0; window < windows.windows; window++) {
    const total = windows.totals[window]!;
    if (total < 2 || reference.count < 2) known[window] = 0;
    if (known[window] === 0) continue;
    measureGaps(profile, windows.counts, window * windows.cells, total, uniform, tails);
    const noise = noiseOf(batch, window);
    takeGap(cramerVonMises, window, uniform, noise, TABLED.uniform);
    takeGap(andersonDarling, window, tails, noise, TABLED.tails);
  }
  return {
    cramerVonMises: { known, ...cramerVonMises, low: cramerVonMises.value },
    andersonDarling: { known, ...andersonDarling, low: andersonDarling.value },
  };
}

type GapColumns = ReturnType<typeof createGapColumns>;

function createGapColumns({ createColumn }: WindowBatch) {
  return {
    value: createColumn(),
    noiseFloor: createColumn(),
    log10PValue: createColumn(),
    effect: createColumn(),
  };
}

function takeGap(
  columns: GapColumns,
  window: number,
  measure: GapMeasure,
  noise: number,
  limit: EdfLimit,
): void {
  columns.value[window] = measure.statistic;
  columns.noiseFloor[window] = measure.mean;
  columns.log10PValue[window] = logEdfTail(measure.statistic, measure, limit) / Math.LN10;
  columns.effect[window] = measure.statistic * noise;
}

export function fillMannWhitney(batch: WindowBatch): StatisticColumns {
  const { windows, reference } = batch;
  const known = usesSeveralCells(batch);
  const value = batch.createColumn();
  const low = batch.createColumn();
  const high = batch.createColumn();
  const noiseFloor = batch.createColumn();
  const log10PValue = batch.createColumn();
  const counted: PairCounts = { wins: 0, draws: 0, tieSum: 0 };
  for (let window = 0; window < windows.windows; window++) {
    if (known[window] === 0) continue;
    const total = windows.totals[window]!;
    countPairs(reference.counts, windows.counts, window * windows.cells, counted);
    const { wins, draws } = counted;
    const pairs = total * reference.count;
    const deviation = Math.sqrt(varianceOfWins(counted, total, reference.count));
    const distance = Math.abs(wins + draws / 2 - pairs / 2);
    value[window] = (wins + draws / 2) / pairs;
    low[window] = wins / pairs;
    high[window] = (wins + draws) / pairs;
    noiseFloor[window] = 0.5 + (Math.sqrt(2 / Math.PI) * deviation) / pairs;
    log10PValue[window] = toTwoSidedLog10(logNormalSurvival(distance / deviation));
  }
  return { known, value, low, high, noiseFloor, log10PValue, effect: value };
}

/** Decimal logarithm of both tails from the natural one of the tail above; at most 0. */
export function toTwoSidedLog10(logAbove: number): number {
  return Math.min(0, (Math.LN2 + logAbove) / Math.LN10);
}
