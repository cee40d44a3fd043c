import { createReferenceRobustModel, type UnusableReference } from "./reference-robust-model.js";
import type { ReferenceRobustOptions } from "./reference-robust-options.js";
import { smallestRevealableDrift } from "./smallest-revealable-drift.js";

export type ReferenceRobustEvidence =
  | {
      readonly kind: "value";
      /** ln E after each window: evidence from the anchor to the window's end. It may fall again: an alarm looks at its maximum so far. */
      readonly logEvidence: Float64Array;
      /** Alarm where logEvidence ≥ this: −ln(α − δ). */
      readonly logThreshold: number;
      /** Cells after merging those in which the reference expects fewer than 5 values. */
      readonly cells: number;
      /** Smallest drift this reference can reveal, however long one watches: a Hellinger distance. */
      readonly smallestRevealable: number;
    }
  | UnusableReference;

/**
 * Always-valid evidence that production does not come from the distribution that the reference histogram was drawn from,
 * nor from one within the tolerance of it. Safe to read after every window: without drift the probability of ever alarming is at most
 * α. Windows without values leave the evidence as it is.
 *
 * E = m(s) / max over θ in C of Π θ^s: a Dirichlet-multinomial mixture m against the best of all references C that the
 * histogram could have come from, with probability 1 − δ (universal inference: Wasserman, Ramdas & Balakrishnan 2020,
 * doi:10.1073/pnas.1922664117). Assumes independent rows up to the overdispersion divisor, which is approximate.
 * Undetermined: `empty-reference`; `too-few` or `one-cell` where fewer than two cells with 5 expected values are left.
 * @throws ModelwatchError `invalid-argument` naming the option.
 */
export function referenceRobustEvidence(options: ReferenceRobustOptions): ReferenceRobustEvidence {
  const model = createReferenceRobustModel(options, () => 1);
  if (model.kind === "undetermined") return model;
  const { cells, windows, counts, totals } = model;
  const running = new Float64Array(cells);
  const logEvidence = new Float64Array(windows);
  let total = 0;
  for (let window = 0; window < windows; window++) {
    for (let k = 0; k < cells; k++) running[k] = running[k]! + counts[window * cells + k]!;
    total += totals[window]!;
    logEvidence[window] = model.logEvidence(running, total, 0);
  }
  return {
    kind: "value",
    logEvidence,
    logThreshold: -Math.log(options.alpha - options.delta),
    cells,
    smallestRevealable: smallestRevealableDrift({
      referenceCount: options.reference.reduce((sum, count) => sum + count, 0),
      cells,
      delta: options.delta,
      hellingerTolerance: options.hellingerTolerance,
      overdispersion: options.overdispersion,
    }),
  };
}
