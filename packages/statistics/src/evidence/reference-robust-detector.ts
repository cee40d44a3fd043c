import { ModelwatchError } from "@modelwatch/conventions";
import type { ReferenceRobustOptions } from "./reference-robust-options.js";

export type ReferenceRobustDetector =
  | {
      readonly kind: "value";
      /** ln M after each window. Alarm at ln A; the average run length is then at least (1 − δ)·A days. */
      readonly logDetector: Float64Array;
    }
  | { readonly kind: "undetermined"; readonly reason: "empty-reference" | "too-few" | "one-cell" };

/** `unitDays`: the width of each window in days (the budget's unit of time). */
export function referenceRobustDetector(
  _options: ReferenceRobustOptions & { readonly unitDays: number },
): ReferenceRobustDetector {
  throw new ModelwatchError("unsupported", "referenceRobustDetector is being written");
}
