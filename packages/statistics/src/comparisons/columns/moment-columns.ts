import type { NumericDistribution } from "../../distribution/distribution.js";
import { meanOf, varianceOf } from "../../distribution/moments.js";
import { normalQuantile } from "../../special/quantiles.js";
import { isNearlyNormal, studentTFromNormal } from "../../special/student-t-limit.js";
import { logStudentTSurvival } from "../../special/survival.js";
import { createExactColumns, fillAlone, type ComputeAlone } from "./single-results.js";
import type { StatisticColumns } from "./statistic-columns.js";
import { toTwoSidedLog10 } from "./test-columns.js";
import type { WindowBatch } from "./window-batch.js";

/** A spread below this share of Σx² has lost digits: such a window is computed by itself, with the care that takes. */
const CANCELLED = 1e-9;

/** Welch's t from the windows' exact sums. `alone` computes one comparison by the registry. */
export function fillWelchT(
  batch: WindowBatch,
  reference: NumericDistribution,
  alone: ComputeAlone,
): StatisticColumns {
  const { windows } = batch;
  const degreesOfFreedom = batch.createColumn();
  const columns = { ...createExactColumns(batch), degreesOfFreedom };
  const { sums, sumsOfSquares } = windows;
  const mean = meanOf(reference);
  const variance = varianceOf(reference);
  const isAsked =
    reference.sum !== undefined && reference.sumOfSquares !== undefined && sums && sumsOfSquares;
  if (!isAsked || mean.kind !== "value" || variance.kind !== "value") return columns;
  const z = normalQuantile(0.975);
  const ofReference = variance.value / reference.count;
  for (let window = 0; window < windows.windows; window++) {
    const total = windows.totals[window]!;
    if (total < 2) continue;
    const spread = sumsOfSquares[window]! - (sums[window]! / total) * sums[window]!;
    const ofCurrent = spread / (total - 1) / total;
    const error = ofReference + ofCurrent;
    const degrees =
      (error * error) /
      ((ofReference * ofReference) / (reference.count - 1) + (ofCurrent * ofCurrent) / (total - 1));
    if (!(spread > CANCELLED * sumsOfSquares[window]!) || !isNearlyNormal(0, degrees)) {
      fillAlone(batch, window, columns, alone);
      continue;
    }
    const difference = sums[window]! / total - mean.value;
    const deviation = Math.sqrt(error);
    const half = studentTFromNormal(z, degrees) * deviation;
    const t = difference / deviation;
    columns.known[window] = 1;
    columns.value[window] = t;
    columns.log10PValue[window] = toTwoSidedLog10(logStudentTSurvival(Math.abs(t), degrees));
    columns.effect[window] = difference;
    columns.effectLow[window] = difference - half;
    columns.effectHigh[window] = difference + half;
    columns.degreesOfFreedom[window] = degrees;
  }
  return columns;
}
