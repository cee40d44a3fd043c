import { ModelwatchError } from "@modelwatch/conventions";
import { ExportMetricsServiceRequest } from "../generated/otlp-metrics.js";
import { FastReader } from "./fast-reader.js";

/** The encodings of OTLP/HTTP, by their content types. */
export const CONTENT_TYPES = { protobuf: "application/x-protobuf", json: "application/json" } as const;
export type OtlpEncoding = keyof typeof CONTENT_TYPES;

/**
 * A request's body as a message.
 *
 * @throws ModelwatchError `invalid-argument` where the body is truncated or is not OTLP.
 */
export function decodeRequest(body: Uint8Array, encoding: OtlpEncoding): ExportMetricsServiceRequest {
  try {
    return encoding === "protobuf"
      ? ExportMetricsServiceRequest.decode(new FastReader(body))
      : fromJson(body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelwatchError(
      "invalid-argument",
      {
        problem: `the body of ${body.length} bytes does not decode: ${reason}`,
        allowed: `an ExportMetricsServiceRequest in ${CONTENT_TYPES[encoding]} is`,
        remedy: "send it whole, in the encoding that its content type names",
      },
      { cause: error },
    );
  }
}

function fromJson(body: Uint8Array): ExportMetricsServiceRequest {
  const parsed: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    throw new TypeError("not a JSON object");
  return ExportMetricsServiceRequest.fromJSON(parsed);
}
