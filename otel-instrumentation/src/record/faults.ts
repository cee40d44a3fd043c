import { INVALID_REASONS, type InvalidReason } from "@modelwatch/conventions";

/** What can be wrong with a value of a call. */
const INVALID_PARTS = [
  // these calls were lost: `prediction-nan` is a prediction that was not counted
  "prediction",
  "outcome-score",
  "outcome-class",
  "outcome-truth",
  "business",
  // these were counted without the part
  "class-score",
  "covariate",
] as const;

type InvalidPart = (typeof INVALID_PARTS)[number];

/** What was lost, folded (counted under `__other__` or without the attribute) or is wrong with the set-up. */
const OTHER_REASONS = [
  "undeclared-feature",
  "undeclared-stratum",
  "undeclared-arm",
  "undeclared-class",
  "undeclared-business",
  "undeclared-covariate",
  "invalid-age",
  "invalid-id",
  "outcome-unmatched",
  "join-evicted",
  "join-replaced",
  "failed-extractor",
  "series-limit",
  "no-reference",
  "invalid-reference",
] as const;

export type FaultReason = `${InvalidPart}-${InvalidReason}` | (typeof OTHER_REASONS)[number];

/** Every reason that `ml.modelwatch.dropped` may have. */
export const FAULT_REASONS: readonly string[] = [
  ...INVALID_PARTS.flatMap((part) => INVALID_REASONS.map((reason) => `${part}-${reason}`)),
  ...OTHER_REASONS,
];
