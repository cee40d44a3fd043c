import { ModelwatchError } from "@modelwatch/conventions";

/** ln of the average of e-detectors, window by window: one monitor over its members. All arrays equally long. */
export function averageDetectors(_logDetectors: readonly Float64Array[]): Float64Array {
  throw new ModelwatchError("unsupported", "averageDetectors is being written");
}

/**
 * Which members to name at an alarm, strongest first: those with M_(k) ≥ K·A/k, else the largest. A ranking, not FDR.
 * `logDetectors`: ln M of each member at the alarm; `logThreshold`: ln A. Answers member indices.
 */
export function rankCulprits(_options: {
  readonly logDetectors: ArrayLike<number>;
  readonly logThreshold: number;
}): readonly number[] {
  throw new ModelwatchError("unsupported", "rankCulprits is being written");
}
