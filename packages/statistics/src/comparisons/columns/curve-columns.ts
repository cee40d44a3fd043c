import { bridgeArea, bridgeDistance } from "../../distances/bridge-areas.js";
import { addTails, cramerDistanceOf } from "../../distances/cramer-distance.js";
import { ksHiddenOf, ksOf } from "../../distances/divergences.js";
import { boundGap, createGapBounds } from "../../distances/gap-bounds.js";
import { lowerTailArea, tailAreasOf, tailAreasOfRow, upperTailArea } from "../../distances/tail-areas.js";
import { wasserstein1Of } from "../../distances/wasserstein.js";
import type { NumericDistribution } from "../../distribution/distribution.js";
import { varianceOf } from "../../distribution/moments.js";
import { logKolmogorovSurvival } from "../../special/survival.js";
import type { StatisticColumns } from "./statistic-columns.js";
import { noiseOf, usesSeveralCells, type WindowBatch } from "./window-batch.js";

/** The largest gap, with Kolmogorov's limit (mostSteps 0): the exact p-value would take milliseconds per window. */
export function fillKs(batch: WindowBatch): StatisticColumns {
  const { windows, profile } = batch;
  const known = usesSeveralCells(batch);
  const value = batch.createColumn();
  const high = batch.createColumn();
  const noiseFloor = batch.createColumn();
  const log10PValue = batch.createColumn();
  const spread = profile.cumulative.reduce((most, share) => {
    const inside = Math.min(1, share);
    return Math.max(most, Math.sqrt((2 / Math.PI) * inside * (1 - inside)));
  }, 0);
  for (let window = 0; window < windows.windows; window++) {
    if (known[window] === 0) continue;
    const total = windows.totals[window]!;
    const offset = window * windows.cells;
    const noise = noiseOf(batch, window);
    const distance = ksOf(profile, windows.counts, offset, total);
    value[window] = distance;
    high[window] = ksHiddenOf(profile, windows.counts, offset, total);
    noiseFloor[window] = Math.min(1, spread * Math.sqrt(noise));
    log10PValue[window] = logKolmogorovSurvival(distance / Math.sqrt(noise)) / Math.LN10;
  }
  return { known, value, low: value, high, noiseFloor, log10PValue, effect: value };
}

/**
 * The areas between the curves: wasserstein-1, in the data's unit and known also where only exact means can tell the sides apart, and
 * energy-distance. Both ask the same bounds on the gap.
 */
export function fillAreas(
  batch: WindowBatch,
  reference: NumericDistribution,
): { readonly wasserstein1: StatisticColumns; readonly energyDistance: StatisticColumns } {
  const { windows, profile } = batch;
  const hasMeans = reference.sum !== undefined && windows.sums !== undefined;
  const wasserstein1 = createAreaColumns(batch, hasMeans ? batch.filled.slice() : usesSeveralCells(batch));
  const energy = createAreaColumns(batch, usesSeveralCells(batch));
  const cramer = batch.createColumn();
  const distanceSpread = bridgeDistance(profile);
  const areaSpread = bridgeArea(profile);
  const tails = tailAreasOf(reference);
  const gap = createGapBounds();
  for (let window = 0; window < windows.windows; window++) {
    if (batch.filled[window] === 0) continue;
    const total = windows.totals[window]!;
    const offset = window * windows.cells;
    const sum = windows.sums?.[window];
    const noise = noiseOf(batch, window);
    boundGap(profile, windows.counts, offset, total, gap);
    const row = tailAreasOfRow(reference.bounds, windows.counts, offset, total, sum);
    const lower = lowerTailArea(tails, row);
    const upper = upperTailArea(tails, row);

    const shift = hasMeans ? Math.abs(sum! / total - profile.mean!) : 0;
    const area = wasserstein1Of(profile, windows.counts, offset, total, sum);
    takeArea(wasserstein1, window, area, Math.max(gap.low, shift), gap.high + lower + upper);
    wasserstein1.noiseFloor[window] = distanceSpread * Math.sqrt(noise);

    const last = windows.cells - 1;
    const squared = cramerDistanceOf(profile, windows.counts, offset, total);
    const most = addTails(
      gap.squaredHigh,
      Math.max(profile.shares[0]!, windows.counts[offset]! / total),
      lower,
      Math.max(profile.shares[last]!, windows.counts[offset + last]! / total),
      upper,
    );
    cramer[window] = squared;
    takeArea(energy, window, toEnergy(squared), toEnergy(gap.squaredLow), toEnergy(most));
    energy.noiseFloor[window] = toEnergy(noise * areaSpread);
  }
  return { wasserstein1, energyDistance: { ...energy, effect: cramer } };
}

function toEnergy(squaredArea: number): number {
  return Math.SQRT2 * Math.sqrt(squaredArea);
}

type AreaColumns = ReturnType<typeof createAreaColumns>;

function createAreaColumns({ createColumn }: WindowBatch, known: Uint8Array) {
  return {
    known,
    value: createColumn(),
    low: createColumn(),
    high: createColumn(),
    bounded: new Uint8Array(known.length),
    noiseFloor: createColumn(),
  };
}

function takeArea(columns: AreaColumns, window: number, area: number, low: number, high: number): void {
  const most = Math.max(low, high);
  const value = Math.min(Math.max(area, low), most);
  columns.value[window] = value;
  columns.low[window] = low;
  columns.high[window] = most;
  columns.bounded[window] = most < Infinity ? 1 : 0;
  if (!Number.isFinite(value)) columns.known[window] = 0;
}

/** The same in standard deviations of the reference; nothing known where that has none. */
export function scaleWasserstein1(
  distance: StatisticColumns,
  reference: NumericDistribution,
): StatisticColumns {
  const variance = varianceOf(reference);
  const isKnown = variance.kind === "value" && variance.value > 0;
  const [middle, most, least] = isKnown
    ? [variance.value, variance.high, variance.low].map(Math.sqrt)
    : [Number.NaN, Number.NaN, Number.NaN];
  const value = distance.value.map((each) => each / middle!);
  const high = distance.high!.map((each) => each / least!);
  return {
    known: distance.known.map((known, window) => (known === 1 && Number.isFinite(value[window]) ? 1 : 0)),
    value,
    low: distance.low.map((each) => each / most!),
    high,
    bounded: distance.bounded!.map((known, window) => (known === 1 && Number.isFinite(high[window]) ? 1 : 0)),
    noiseFloor: distance.noiseFloor!.map((each) => each / middle!),
  };
}
