import { hellingerOf, jsDivergenceOf, klOf, psiOf, totalVariationOf } from "../../distances/divergences.js";
import { HALF_A_COUNT } from "../../distances/empty-cell-rule.js";
import { expectDivergences } from "../expected-divergences.js";
import { expectBySize } from "./expect-by-size.js";
import type { StatisticColumns } from "./statistic-columns.js";
import { isComparable, noiseOf, type WindowBatch } from "./window-batch.js";

/** PSI and KL with ½ in each used cell, and Hellinger: they share their noise floors' work. */
export function fillBinomialFloored(batch: WindowBatch): {
  readonly psi: StatisticColumns;
  readonly kl: StatisticColumns;
  readonly hellinger: StatisticColumns;
} {
  const { windows, profile } = batch;
  const known = isComparable(batch);
  const [psi, kl, hellinger] = createPairs(batch);
  const expected = expectDivergences(profile, HALF_A_COUNT);
  const floorAt = expectBySize((n) => {
    const floors = expected(n);
    return [floors.psi, floors.kl, floors.hellinger];
  });
  const floor = new Float64Array(3);
  for (let window = 0; window < windows.windows; window++) {
    if (known[window] === 0) continue;
    const total = windows.totals[window]!;
    const offset = window * windows.cells;
    floorAt(total, floor);
    psi.value[window] = Math.max(0, psiOf(profile, windows.counts, offset, total, HALF_A_COUNT));
    kl.value[window] = klOf(profile, windows.counts, offset, total, HALF_A_COUNT);
    hellinger.value[window] = hellingerOf(profile, windows.counts, offset, total);
    psi.noiseFloor[window] = floor[0]!;
    kl.noiseFloor[window] = floor[1]!;
    hellinger.noiseFloor[window] = floor[2]!;
  }
  const high = batch.createColumn().fill(1);
  return {
    psi: { known, ...psi, low: psi.value },
    kl: { known, ...kl, low: kl.value },
    hellinger: { known, ...hellinger, low: hellinger.value, high },
  };
}

type Pair = { readonly value: Float64Array; readonly noiseFloor: Float64Array };

function createPairs({ createColumn }: WindowBatch): [Pair, Pair, Pair] {
  const create = (): Pair => ({
    value: createColumn(),
    noiseFloor: createColumn(),
  });
  return [create(), create(), create()];
}

/** The divergence in bits, and its root. */
export function fillJensenShannon(batch: WindowBatch): {
  readonly divergence: StatisticColumns;
  readonly distance: StatisticColumns;
} {
  const { windows, profile } = batch;
  const known = isComparable(batch);
  const divergence = batch.createColumn();
  const divergenceFloor = batch.createColumn();
  for (let window = 0; window < windows.windows; window++) {
    if (known[window] === 0) continue;
    const nats = jsDivergenceOf(profile, windows.counts, window * windows.cells, windows.totals[window]!);
    divergence[window] = Math.min(1, Math.max(0, nats) / Math.LN2);
    const degrees = batch.cells[window]! - 1;
    divergenceFloor[window] = Math.min(1, (degrees * noiseOf(batch, window)) / (8 * Math.LN2));
  }
  const high = batch.createColumn().fill(1);
  const distance = batch.createColumn();
  const distanceFloor = batch.createColumn();
  for (let window = 0; window < windows.windows; window++) {
    distance[window] = Math.sqrt(divergence[window]!);
    distanceFloor[window] = Math.sqrt(divergenceFloor[window]!);
  }
  return {
    divergence: { known, value: divergence, low: divergence, high, noiseFloor: divergenceFloor },
    distance: { known, value: distance, low: distance, high, noiseFloor: distanceFloor },
  };
}

export function fillTotalVariation(batch: WindowBatch): StatisticColumns {
  const { windows, profile } = batch;
  const known = isComparable(batch);
  const value = batch.createColumn();
  const noiseFloor = batch.createColumn();
  const spread = profile.shares.reduce(
    (sum, share) => sum + Math.sqrt((2 / Math.PI) * share * (1 - share)),
    0,
  );
  for (let window = 0; window < windows.windows; window++) {
    if (known[window] === 0) continue;
    const total = windows.totals[window]!;
    value[window] = totalVariationOf(profile, windows.counts, window * windows.cells, total);
    noiseFloor[window] = Math.min(1, (spread * Math.sqrt(noiseOf(batch, window))) / 2);
  }
  return { known, value, low: value, high: batch.createColumn().fill(1), noiseFloor };
}
