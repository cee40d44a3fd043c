import { ModelwatchError } from "@modelwatch/conventions";

/**
 * ln of the Bayes factor after each window that the counts do not follow the shares known by design (sample-ratio
 * mismatch). Alarm at −ln α. `counts`: windows × shares.length, row-major; `concentration`: default 1 per cell.
 */
export function knownSharesEvidence(_options: {
  readonly shares: ArrayLike<number>;
  readonly counts: Float64Array;
  readonly concentration?: number;
}): { readonly logEvidence: Float64Array } {
  throw new ModelwatchError("unsupported", "knownSharesEvidence is being written");
}
