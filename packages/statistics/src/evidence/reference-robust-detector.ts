import { requireArgument } from "../definition/require-argument.js";
import { logSumExp } from "../special/log-sum-exp.js";
import { createReferenceRobustModel, type UnusableReference } from "./reference-robust-model.js";
import type { ReferenceRobustOptions } from "./reference-robust-options.js";

export type ReferenceRobustDetector =
  | {
      readonly kind: "value";
      /** ln M after each window; −∞ before the first. Alarm at ln A: without drift alarms are then at least (1 − δ)·A days apart on average. */
      readonly logDetector: Float64Array;
      /** For each window, the first window of the span that carries most of M: a first guess at when the change began. */
      readonly strongestStart: Int32Array;
    }
  | UnusableReference;

/**
 * Starts younger than this are all kept; older ones thin out to this many for each doubling of their age. Simulated (12 cells, reference
 * 80,000, windows of 900): median delays for total variation .02/.03/.05 are 129/30/5 windows; keeping all starts gives 96/28/5 at
 * eight times the cost.
 */
const STARTS_PER_OCTAVE = 4;

/**
 * The e-detector form of referenceRobustEvidence: M_t = d·Σ_j E(j..t) over starts j, where d (`unitDays`) is a window's width
 * in days, so that the budget "one false alarm in A days" does not depend on the width. It forgets what came before the change, and so
 * reacts sooner than evidence from the anchor. (Shin, Ramdas & Rinaldo 2024, doi:10.51387/23-NEJSDS51.)
 *
 * Starts of age a are kept if divisible by 2^⌊log2(a/4)⌋: leaving terms out only lowers M. A window without values adds nothing
 * to the evidence and time to the budget.
 * @throws ModelwatchError `invalid-argument` naming the option.
 */
export function referenceRobustDetector(
  options: ReferenceRobustOptions & { readonly unitDays: number },
): ReferenceRobustDetector {
  const { unitDays } = options;
  requireArgument(unitDays > 0 && Number.isFinite(unitDays), `unitDays is ${unitDays}`, "days > 0");
  const model = createReferenceRobustModel(options, (windows) => windows);
  if (model.kind === "undetermined") return model;
  const { cells, windows, counts, totals } = model;
  const sums = new Float64Array(windows * cells);
  const sizes = new Float64Array(windows);
  const logDetector = new Float64Array(windows);
  const strongestStart = new Int32Array(windows);
  let starts: number[] = [];
  for (let window = 0; window < windows; window++) {
    starts = starts.filter((start) => isKept(start, window - start));
    starts.push(window);
    const logs = new Float64Array(starts.length);
    for (let index = 0; index < starts.length; index++) {
      const start = starts[index]!;
      const running = sums.subarray(start * cells, (start + 1) * cells);
      for (let k = 0; k < cells; k++) running[k] = running[k]! + counts[window * cells + k]!;
      sizes[start] = sizes[start]! + totals[window]!;
      logs[index] = model.logEvidence(running, sizes[start], start);
    }
    const strongest = indexOfGreatest(logs);
    strongestStart[window] = starts[strongest]!;
    logDetector[window] = Math.log(unitDays) + logSumExp(logs);
  }
  return { kind: "value", logDetector, strongestStart };
}

function isKept(start: number, age: number): boolean {
  const octave = Math.floor(Math.log2(Math.max(1, age / STARTS_PER_OCTAVE)));
  return start % 2 ** octave === 0;
}

function indexOfGreatest(values: Float64Array): number {
  let greatest = 0;
  for (let index = 1; index < values.length; index++) {
    if (values[index]! > values[greatest]!) greatest = index;
  }
  return greatest;
}
