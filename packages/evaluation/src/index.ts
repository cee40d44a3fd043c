export { evaluate, type EvaluateOptions } from "./evaluate.js";
export { MAX_WINDOWS, windowEdges, type WindowWidth } from "./windows/edges.js";
