// The query, monitor and finding schemas: a subpath, so that instrumentation never loads zod.
export {
  ANALYSES,
  QUERY_VERSION,
  compareSchema,
  matcherSchema,
  querySchema,
  subjectSchema,
  targetSchema,
} from "./query.js";
export type { Analysis, Query, QueryInput, Target } from "./query.js";
export { WINDOW_STEPS, WINDOW_WIDTHS, windowSchema } from "./window.js";
export { referenceSchema } from "./reference.js";
export { uploadedMemberSchema, type UploadedMember } from "./uploaded-reference.js";
export { MULTIPLICITY_METHODS, guardSchema, type Guard, type MultiplicityMethod } from "./guard.js";
export { monitorSchema } from "./monitor.js";
export type { Monitor, MonitorInput } from "./monitor.js";
export { FINDING_VERSION, REASON_CODES, STATUSES, STATUS_NUMBERS, findingSchema } from "./finding.js";
export type { Finding, ReasonCode, Status, WindowQuality } from "./finding.js";
export { findingsFileSchema } from "./findings-file.js";
export type { FindingsFile } from "./findings-file.js";
export { parseMonitor, parseQuery, parseWith } from "./parse.js";
