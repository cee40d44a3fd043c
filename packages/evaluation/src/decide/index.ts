// Every threshold and every status is decided in this folder and nowhere else: statistics compute, these files judge.
export { POLICY, type Decision } from "./policy.js";
export { alphaOfEvidence, deltaOfRow, correctionOf, correctionOfPValues } from "./multiplicity.js";
export { decideChange } from "./change.js";
export { decideDrift } from "./drift.js";
export { decideShown } from "./distribution.js";
export { decideOutlier } from "./outliers.js";
export { decideWindowLoss, decideLabelled, decideLabelShift } from "./performance.js";
export { decideDecomposition, excludesZero } from "./decompose.js";
export {
  decideEffect,
  type NotReadyReason,
  reasonsNotReady,
  decideConfounder,
  decideAssociation,
} from "./lift.js";
export { decidePlan, decideAaCheck } from "./plan.js";
export {
  type MonitorState,
  type MonitorFacts,
  decideState,
  reasonOfState,
  type RecommendedAction,
  decideAction,
} from "./verdict.js";
