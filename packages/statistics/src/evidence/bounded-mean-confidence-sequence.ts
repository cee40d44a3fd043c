import { ModelwatchError } from "@modelwatch/conventions";
import type { ConfidenceSequence } from "./mean-confidence-sequence.js";

/**
 * Running interval for the mean of bounded window means, valid at every sample size, with no assumption on what happens
 * inside a window. `means` in [lowest, highest].
 */
export function boundedMeanConfidenceSequence(_options: {
  readonly means: Float64Array;
  readonly lowest: number;
  readonly highest: number;
  readonly alpha: number;
}): ConfidenceSequence {
  throw new ModelwatchError("unsupported", "boundedMeanConfidenceSequence is being written");
}
