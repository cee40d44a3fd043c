import { fillAreas, fillKs, scaleWasserstein1 } from "./comparisons/columns/curve-columns.js";
import {
  fillBinomialFloored,
  fillJensenShannon,
  fillTotalVariation,
} from "./comparisons/columns/divergence-columns.js";
import { fillWelchT } from "./comparisons/columns/moment-columns.js";
import { fillFisherExact, fillTwoProportion } from "./comparisons/columns/share-columns.js";
import type { StatisticColumns } from "./comparisons/columns/statistic-columns.js";
import { fillChi2, fillG, fillGapTests, fillMannWhitney } from "./comparisons/columns/test-columns.js";
import { createWindowBatch, type WindowBatch } from "./comparisons/columns/window-batch.js";
import { describeEmptyCellRule } from "./comparisons/empty-cells.js";
import { computeStatistic } from "./compute-statistic.js";
import { requireArgument } from "./definition/require-argument.js";
import { HALF_A_COUNT } from "./distances/empty-cell-rule.js";
import type { Distribution, DistributionWindows } from "./distribution/distribution.js";
import { sameLayout } from "./distribution/layout.js";

/** Every statistic of the registry that applies, over many windows beside one reference. */
export interface Comparisons {
  /** By id, in display order; statistics of numbers are absent for categories, those of two cells for other layouts. */
  readonly statistics: ReadonlyMap<string, StatisticColumns>;
  /** Cells that either side uses, per window, and of these the ones that only one side uses. */
  readonly cells: Uint32Array;
  readonly oneSidedCells: Uint32Array;
  /** What psi and kl do with those, in words. */
  readonly emptyCellRule: string;
}

/**
 * Compares every window with one reference by every statistic of the registry at its default parameters, with intervals, noise floors,
 * effects and p-values: columns of numbers, a few passes over the matrix per statistic, nothing allocated per window or bucket (tests of
 * two cells and windows whose sums of squares cancel excepted).
 *
 * The same numbers as computeStatistic to nine digits, but: `ks` takes its p-value from the limit (mostSteps 0); noise floors of psi, kl
 * and hellinger are interpolated in the window's size, to one part in a thousand; p-values of cramer-von-mises and anderson-darling
 * come from a table, to six digits. `poisson-rate-ratio` is left out: it compares numbers of values, which all members of a model
 * share: ask computeStatistic once per window.
 * @throws ModelwatchError `invalid-argument` where the layouts differ: align first.
 */
export function computeComparisons(windows: DistributionWindows, reference: Distribution): Comparisons {
  requireArgument(
    sameLayout(windows.layout, reference),
    "windows and reference have different layouts",
    "one layout for both",
  );
  const emptyCellRule = describeEmptyCellRule(HALF_A_COUNT);
  if (reference.count === 0) {
    const none = new Uint32Array(windows.windows);
    return { statistics: new Map(), cells: none, oneSidedCells: none, emptyCellRule };
  }
  const batch = createWindowBatch(windows, reference);
  const { psi, kl, hellinger } = fillBinomialFloored(batch);
  const { divergence, distance } = fillJensenShannon(batch);
  const statistics = new Map<string, StatisticColumns>([
    ["psi", psi],
    ["js-distance", distance],
    ["js-divergence", divergence],
    ["hellinger", hellinger],
    ["total-variation", fillTotalVariation(batch)],
    ["kl", kl],
    ...fillOrdered(batch),
    ["chi2-homogeneity", fillChi2(batch)],
    ["g-test", fillG(batch)],
    ...fillRanked(batch),
    ...fillShares(batch),
  ]);
  return { statistics, cells: batch.cells, oneSidedCells: batch.oneSidedCells, emptyCellRule };
}

type Entries = readonly (readonly [string, StatisticColumns])[];

function fillOrdered(batch: WindowBatch): Entries {
  const { reference } = batch;
  if (reference.kind === "categorical") return [];
  const { wasserstein1, energyDistance } = fillAreas(batch, reference);
  return [
    ["ks", fillKs(batch)],
    ["wasserstein-1", wasserstein1],
    ["wasserstein-1-scaled", scaleWasserstein1(wasserstein1, reference)],
    ["energy-distance", energyDistance],
  ];
}

function fillRanked(batch: WindowBatch): Entries {
  const { reference } = batch;
  if (reference.kind === "categorical") return [];
  const { cramerVonMises, andersonDarling } = fillGapTests(batch);
  return [
    ["cramer-von-mises", cramerVonMises],
    ["anderson-darling", andersonDarling],
    ["mann-whitney", fillMannWhitney(batch)],
    ["welch-t", fillWelchT(batch, reference, (input) => computeStatistic("welch-t", input))],
  ];
}

function fillShares(batch: WindowBatch): Entries {
  if (batch.windows.cells !== 2) return [];
  return [
    ["two-proportion", fillTwoProportion(batch, (input) => computeStatistic("two-proportion", input))],
    ["fisher-exact", fillFisherExact(batch, (input) => computeStatistic("fisher-exact", input))],
  ];
}
