import { requireArgument } from "../definition/require-argument.js";
import { logSumExp } from "../special/log-sum-exp.js";

/**
 * ln of the average of e-detectors, window by window: one monitor over its members, with the members' own guarantee (an
 * average of e-detectors is one).
 * @throws ModelwatchError `invalid-argument` for no members, or members that cover different numbers of windows.
 */
export function averageDetectors(logDetectors: readonly Float64Array[]): Float64Array {
  const windows = logDetectors[0]?.length ?? 0;
  requireArgument(
    logDetectors.length > 0 && logDetectors.every((member) => member.length === windows),
    `members have ${logDetectors.map((member) => member.length).join(", ") || "no"} windows`,
    "at least one member, all over the same windows",
  );
  const column = new Float64Array(logDetectors.length);
  return Float64Array.from({ length: windows }, (_, window) => {
    logDetectors.forEach((member, index) => (column[index] = member[window]!));
    return logSumExp(column) - Math.log(logDetectors.length);
  });
}

/**
 * Which members to name at an alarm, strongest first: with M_(1) ≥ M_(2) ≥ … the largest k for which M_(k) ≥ K·A/k decides how
 * many; if none does, the largest alone. A ranking, not a false-discovery rate: a detector's mean grows with time and is not ≤ 1.
 * `logDetectors`: ln M of each of the K members at the alarm; `logThreshold`: ln A. Answers indices into `logDetectors`.
 */
export function rankCulprits(options: {
  readonly logDetectors: ArrayLike<number>;
  readonly logThreshold: number;
}): readonly number[] {
  const { logDetectors, logThreshold } = options;
  const members = logDetectors.length;
  const order = Array.from({ length: members }, (_, index) => index).sort(
    (a, b) => logDetectors[b]! - logDetectors[a]! || a - b,
  );
  let named = Math.min(1, members);
  for (let k = 1; k <= members; k++) {
    if (logDetectors[order[k - 1]!]! >= logThreshold + Math.log(members / k)) named = k;
  }
  return order.slice(0, named);
}
