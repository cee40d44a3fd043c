import {
  chiSquareSurvival,
  computeDistances,
  kolmogorovSurvival,
  sumWindows,
  type Distribution,
  type DistributionWindows,
} from "@modelwatch/statistics";
import { drawBinomial } from "../traffic/draw-binomial.js";
import { createRandomStream } from "../traffic/random-stream.js";
import { rowMomentsOf, windowMeans } from "./window-means.js";

/** A practice that judges one window of one feature at a time. */
export interface WindowPractice {
  readonly id: string;
  readonly title: string;
  /** 1 for each window from `reference` on (a number of windows, all before it being the reference) that it flags; null: not for such a feature. */
  readonly flag: (windows: DistributionWindows, reference: number, seed: number) => Uint8Array | null;
}

/** The cut-offs that guides give, each on hourly windows against the whole reference. */
export const WINDOW_PRACTICES: readonly WindowPractice[] = [
  { id: "ks", title: "KS p < .05 (χ² for categories)", flag: flagByTest },
  { id: "wasserstein", title: "Wasserstein ÷ sd ≥ .1", flag: flagByWasserstein },
  { id: "psi", title: "PSI > .2, all rows", flag: (windows, reference) => flagByPsi(windows, reference) },
  { id: "psi-200", title: "PSI > .2, 200 rows an hour", flag: flagBySampledPsi },
  { id: "three-sd", title: "mean ± 3 sd of reference hours", flag: flagByThreeSd },
];

function flagByTest(windows: DistributionWindows, reference: number): Uint8Array {
  const whole = sumWindows(windows, 0, reference);
  if (windows.layout.kind === "categorical") {
    return flags(windows, reference, (window) => chiSquarePValue(windows, whole, window) < 0.05);
  }
  const { values } = computeDistances(windows, whole, ["ks"]);
  return flags(windows, reference, (window) => {
    const rows = (windows.totals[window]! * whole.count) / (windows.totals[window]! + whole.count);
    return kolmogorovSurvival(Math.sqrt(rows) * values[window]!).probability < 0.05;
  });
}

/** Pearson's test of one window against the reference; cells that are empty on both sides say nothing. */
function chiSquarePValue(windows: DistributionWindows, reference: Distribution, window: number): number {
  const total = windows.totals[window]!;
  const all = total + reference.count;
  let statistic = 0;
  let used = 0;
  for (let cell = 0; cell < windows.cells; cell++) {
    const current = windows.counts[window * windows.cells + cell]!;
    const both = current + reference.counts[cell]!;
    if (both === 0) continue;
    used++;
    const expected = (total * both) / all;
    statistic += (current - expected) ** 2 * (1 / expected + 1 / (both - expected));
  }
  return chiSquareSurvival(statistic, Math.max(1, used - 1)).probability;
}

function flagByWasserstein(windows: DistributionWindows, reference: number): Uint8Array | null {
  if (windows.layout.kind === "categorical") return null;
  const { values } = computeDistances(windows, sumWindows(windows, 0, reference), ["wasserstein-1"]);
  const { sd } = rowMomentsOf(windows, reference);
  return flags(windows, reference, (window) => values[window]! / sd >= 0.1);
}

function flagByPsi(windows: DistributionWindows, reference: number): Uint8Array {
  const { values } = computeDistances(windows, sumWindows(windows, 0, reference), ["psi"]);
  return flags(windows, reference, (window) => values[window]! > 0.2);
}

/** Rows looked at in each window where a practice samples. */
const SAMPLE = 200;

function flagBySampledPsi(windows: DistributionWindows, reference: number, seed: number): Uint8Array {
  const random = createRandomStream(seed, 5000);
  const { cells } = windows;
  const counts = windows.counts.slice();
  const totals = windows.totals.slice();
  for (let window = reference; window < windows.windows; window++) {
    let left = Math.min(SAMPLE, totals[window]!);
    let mass = totals[window]!;
    totals[window] = left;
    for (let cell = 0; cell < cells; cell++) {
      const count = counts[window * cells + cell]!;
      const drawn = mass > 0 ? drawBinomial(random, left, count / mass) : 0;
      counts[window * cells + cell] = drawn;
      left -= drawn;
      mass -= count;
    }
  }
  const { layout } = windows;
  return flagByPsi({ layout, windows: windows.windows, cells, counts, totals }, reference);
}

function flagByThreeSd(windows: DistributionWindows, reference: number): Uint8Array | null {
  const means = windowMeans(windows);
  if (means === null) return null;
  const past = means.subarray(0, reference);
  const centre = past.reduce((sum, mean) => sum + mean, 0) / reference;
  const sd = Math.sqrt(past.reduce((sum, mean) => sum + (mean - centre) ** 2, 0) / (reference - 1));
  return flags(windows, reference, (window) => Math.abs(means[window]! - centre) > 3 * sd);
}

function flags(windows: DistributionWindows, reference: number, isFlagged: (window: number) => boolean) {
  return Uint8Array.from({ length: windows.windows - reference }, (_, at) =>
    isFlagged(reference + at) ? 1 : 0,
  );
}
