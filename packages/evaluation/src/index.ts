export { evaluate, type EvaluateOptions } from "./evaluate.js";
export { MAX_WINDOWS, windowEdges, type WindowWidth } from "./windows/edges.js";
export { trackMonitor, type MonitorAlarm, type MonitorTrack } from "./verdict/track-monitor.js";
export type { MonitorState } from "./decide/index.js";
