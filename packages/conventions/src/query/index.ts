// The query, monitor and finding schemas: a subpath, so that instrumentation never loads zod.
export {
  ANALYSES,
  QUERY_VERSION,
  WINDOW_WIDTHS,
  compareSchema,
  guardSchema,
  matcherSchema,
  querySchema,
  referenceSchema,
  subjectSchema,
  targetSchema,
  windowSchema,
} from "./query.js";
export type { Analysis, Guard, Query, QueryInput, Target } from "./query.js";
export { monitorSchema } from "./monitor.js";
export type { Monitor, MonitorInput } from "./monitor.js";
export { FINDING_VERSION, REASON_CODES, STATUSES, STATUS_NUMBERS, findingSchema } from "./finding.js";
export type { Finding, ReasonCode, Status, WindowQuality } from "./finding.js";
export { findingsFileSchema } from "./findings-file.js";
export type { FindingsFile } from "./findings-file.js";
export { parseMonitor, parseQuery, parseWith } from "./parse.js";
