import { ModelwatchError } from "@modelwatch/conventions";
import type { ReferenceRobustOptions } from "./reference-robust-options.js";

export type ReferenceRobustEvidence =
  | {
      readonly kind: "value";
      /** ln E after each window: evidence from the anchor to the window's end. May fall again; alarms look at its maximum. */
      readonly logEvidence: Float64Array;
      /** Alarm where logEvidence ≥ this: −ln(α − δ). */
      readonly logThreshold: number;
      /** Cells after merging those whose expected reference count is below 5. */
      readonly cells: number;
      /** Smallest drift this reference can reveal, however long one watches: a Hellinger distance. */
      readonly smallestRevealable: number;
    }
  | { readonly kind: "undetermined"; readonly reason: "empty-reference" | "too-few" | "one-cell" };

/** Always-valid evidence that the windows do not come from the distribution that the reference was drawn from. */
export function referenceRobustEvidence(_options: ReferenceRobustOptions): ReferenceRobustEvidence {
  throw new ModelwatchError("unsupported", "referenceRobustEvidence is being written");
}
