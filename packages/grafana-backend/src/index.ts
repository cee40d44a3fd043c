// For plugin authors.
export { serve } from "./serve.js";
export { BackendError, toBackendError } from "./errors/backend-error.js";
export { BACKEND_ERROR_CODES } from "./errors/error-codes.js";
export type { BackendErrorCode, ErrorSource } from "./errors/error-codes.js";
export { createInstanceCache } from "./instance-cache.js";
export type { InstanceCache, InstanceCacheOptions } from "./instance-cache.js";
export { isFromAlert } from "./handlers/plugin-context.js";
export type { DataSourceSettings, PluginContext, RequestContext } from "./handlers/plugin-context.js";
export type {
  DataQuery,
  HealthResult,
  PluginHandlers,
  ResourceRequest,
  ResourceResponse,
} from "./handlers/handlers.js";
export { frameRowCount } from "./frame/frame.js";
export type { Frame, FrameMeta, Notice, QueryStat } from "./frame/frame.js";
export type { EnumField, Field, FieldLabels, FieldType } from "./frame/field.js";
export type {
  DataLink,
  EnumConfig,
  FieldColor,
  FieldConfig,
  Thresholds,
  ValueMapping,
  ValueMappingResult,
} from "./frame/field-config.js";
export { DEFAULT_LIMITS } from "./handlers/limits.js";
export type { Limits } from "./handlers/limits.js";
export type { LogFields, LogLevel, Logger } from "./process/logger.js";
// For hosts, tests and benchmarks: the same server without a process around it, a frame's bytes, a host's certificate.
export { createPluginServer } from "./plugin-server.js";
export type { PluginServerOptions } from "./plugin-server.js";
export type { GrpcServer } from "./grpc/server.js";
export { createLogger } from "./process/logger.js";
export { encodeFrame } from "./frame/encode-arrow.js";
export { createAutoMtls } from "./process/auto-mtls.js";
export type { AutoMtls } from "./process/auto-mtls.js";
