import type { Finding, Query } from "@modelwatch/conventions/query";
import {
  computeDesignEffect,
  computeLabelMaturity,
  computeRegressionErrors,
  samplingIntervalOf,
  type Estimate,
  type GroupTotals,
  type SamplingOptions,
} from "@modelwatch/statistics";
import { sumErrors, type ReferenceErrors } from "../read/outcome-errors.js";
import { countByAge, outcomeQuality, type OutcomeWindows } from "../read/outcomes.js";
import type { Slice } from "../read/strata.js";
import type { PlannedWindow } from "../windows/plan-windows.js";
import { toLabelledFinding } from "./labelled-finding.js";
import type { Measured } from "./measures.js";

/** Statistic ids of a regression's errors; the mean absolute error is the loss that is judged. */
const ERRORS = {
  bias: "bias",
  "mean-absolute-error": "meanAbsoluteError",
  "root-mean-squared-error": "rootMeanSquaredError",
} as const;
const JUDGED = "mean-absolute-error";

export interface RegressionWindow {
  readonly slice: Slice;
  readonly window: PlannedWindow;
  /** Predictions of the window, whether or not their truth has arrived. */
  readonly predictions: number;
}

/** Bias, MAE and RMSE of one window of predictions, in the unit of what is predicted; the MAE beside the reference's. */
export function regressionFindings(
  query: Query,
  errors: OutcomeWindows,
  { slice, window, predictions }: RegressionWindow,
  reference: ReferenceErrors | null,
): Finding[] {
  const { firstBase, endBase } = window;
  const errorsOf = sumErrors(errors, firstBase, endBase);
  const measured = errorsOf && computeRegressionErrors(errorsOf);
  const before = reference && computeRegressionErrors(reference.errors);
  const { alpha, lossTolerance } = query.guard;
  const options = { alpha, designEffect: designEffectOf(errors, firstBase, endBase) };
  const rows = {
    labels: slice.labels,
    window,
    maturity: computeLabelMaturity(predictions, countByAge(errors, firstBase, endBase)),
    quality: outcomeQuality(errors, firstBase, endBase),
    reference: reference && {
      kind: reference.kind,
      n: reference.errors.count,
      ...(reference.id === undefined ? {} : { id: reference.id }),
    },
  };
  const ids = Object.entries(ERRORS).filter(([id]) => query.statistics?.includes(id) ?? true);
  return ids.map(([id, field]) =>
    toLabelledFinding(query, rows, {
      id,
      measured: toMeasured(measured?.[field] ?? null, options),
      referenceValue: before?.[field]?.value ?? null,
      limit: id === JUDGED ? lossLimit(before?.[field] ?? null, options, lossTolerance) : null,
    }),
  );
}

function toMeasured(estimate: Estimate | null, options: SamplingOptions): Measured | null {
  if (estimate === null) return null;
  const { value, resolution } = estimate;
  const method = "normal, design effect of days";
  const sampling = samplingIntervalOf(estimate, options);
  return { value, resolution, sampling, designEffect: options.designEffect, method, details: {} };
}

/** Upper bound of the reference's error + tolerance: its rows are taken to resemble each other as the current ones do. */
function lossLimit(before: Estimate | null, options: SamplingOptions, tolerance: number): number | null {
  const interval = before && samplingIntervalOf(before, options);
  if (interval === null || before === null) return null;
  return interval.high + ((before.resolution?.high ?? before.value) - before.value) + tolerance;
}

/** How much the absolute errors of a base window resemble each other. */
function designEffectOf(errors: OutcomeWindows, from: number, to: number): number {
  const groups: GroupTotals[] = [];
  for (let w = from; w < to; w++) {
    const rows = sumErrors(errors, w, w + 1);
    const loss = rows && computeRegressionErrors(rows).meanAbsoluteError;
    if (rows && loss) groups.push({ count: rows.count, sum: loss.value * rows.count });
  }
  const all = sumErrors(errors, from, to);
  const standardError = all && computeRegressionErrors(all).meanAbsoluteError?.standardError;
  return all && standardError ? computeDesignEffect(groups, all.count * standardError ** 2) : 1;
}
