import type { ComparisonInput, StatisticResult } from "../../definition/statistic-definition.js";
import { windowDistribution } from "../../distribution/windows.js";
import type { WindowBatch } from "./window-batch.js";

/** Computes one comparison as the registry does. */
export type ComputeAlone = (input: ComparisonInput) => StatisticResult;

/** Columns for the tests of means and shares, whose values buckets do not blur: low and high are the value. */
export function createExactColumns({ createColumn, windows }: WindowBatch) {
  const value = createColumn();
  return {
    known: new Uint8Array(windows.windows),
    value,
    low: value,
    high: value,
    log10PValue: createColumn(),
    effect: createColumn(),
    effectLow: createColumn(),
    effectHigh: createColumn(),
  };
}

export type ExactColumns = ReturnType<typeof createExactColumns>;

/** Fills one window's entries by a comparison of its own. */
export function fillAlone(
  { windows, reference }: WindowBatch,
  window: number,
  columns: ExactColumns & { readonly degreesOfFreedom?: Float64Array; readonly noiseFloor?: Float64Array },
  alone: ComputeAlone,
): void {
  const result = alone({ reference, current: windowDistribution(windows, window) });
  if (result.kind === "undetermined") return;
  columns.known[window] = 1;
  columns.value[window] = result.value;
  columns.log10PValue[window] = result.log10PValue ?? 0;
  columns.effect[window] = result.effect ?? 0;
  columns.effectLow[window] = result.effectLow ?? 0;
  columns.effectHigh[window] = result.effectHigh ?? 0;
  if (columns.degreesOfFreedom) columns.degreesOfFreedom[window] = result.degreesOfFreedom ?? 0;
  if (columns.noiseFloor) columns.noiseFloor[window] = result.noiseFloor ?? 0;
}
