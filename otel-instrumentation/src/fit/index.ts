// Offline: the reference of a model, fitted once. Inference code never imports this entry: it loads the statistics.
export { fitReference } from "./fit-reference.js";
export type { FitOptions, ReferenceRow, ReferenceRows } from "./fit-reference.js";
