// For users: the embedded receiver.
export { RECEIVER_DEFAULTS, startReceiver } from "./receiver/start-receiver.js";
export type { Receiver, ReceiverOptions } from "./receiver/start-receiver.js";
export type { ReceiverStats } from "./receiver/stats.js";
export { createJsonLogger } from "./logger.js";
export type { JsonLoggerOptions, LogEvent, Logger } from "./logger.js";
// For our packages: OTLP as batches, without a server.
export { decodeRequest } from "./otlp/decode-request.js";
export type { OtlpEncoding } from "./otlp/decode-request.js";
export { toBatch } from "./otlp/to-batch.js";
export type { TranslatedRequest } from "./otlp/to-batch.js";
