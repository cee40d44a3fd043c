export { createHttpClient } from "./client.js";
export type { HttpClient, HttpRequest } from "./client.js";
export type { HttpAnswer } from "./answer.js";
export { HTTP_DEFAULTS, toHttpSettings } from "./options.js";
export type { HttpOptions, HttpRequestEnd, HttpSettings } from "./options.js";
export type { TlsOptions } from "./tls.js";
export { toHealthFailure } from "./health-failure.js";
export { toStatusFailure } from "./status-failure.js";
