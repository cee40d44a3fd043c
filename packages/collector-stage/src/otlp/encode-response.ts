import { ExportMetricsServiceResponse, Status } from "../generated/otlp-metrics.js";
import type { OtlpEncoding } from "./decode-request.js";
import type { Rejections } from "./rejections.js";

/** The answer to a stored request; `partial_success` says what of it was not stored. */
export function encodeSuccess(rejections: Rejections, encoding: OtlpEncoding): Uint8Array {
  const { points } = rejections;
  const partialSuccess =
    points === 0 ? undefined : { rejectedDataPoints: BigInt(points), errorMessage: rejections.toMessage() };
  const message: ExportMetricsServiceResponse = { partialSuccess };
  if (encoding === "protobuf") return ExportMetricsServiceResponse.encode(message).finish();
  return toJson(ExportMetricsServiceResponse.toJSON(message));
}

/** Codes of google.rpc that the stage answers with. */
export const RPC_CODES = {
  invalidArgument: 3,
  resourceExhausted: 8,
  unimplemented: 12,
  unavailable: 14,
} as const;
export type RpcCode = (typeof RPC_CODES)[keyof typeof RPC_CODES];

/** A google.rpc.Status with the reason of a refusal. */
export function encodeStatus(code: RpcCode, message: string, encoding: OtlpEncoding): Uint8Array {
  const status: Status = { code, message };
  return encoding === "protobuf" ? Status.encode(status).finish() : toJson(Status.toJSON(status));
}

function toJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
