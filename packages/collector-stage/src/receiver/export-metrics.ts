import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { toModelwatchError } from "@modelwatch/conventions";
import type { MetricSink } from "@modelwatch/sources";
import { CONTENT_TYPES, decodeRequest } from "../otlp/decode-request.js";
import type { OtlpEncoding } from "../otlp/decode-request.js";
import { toBatch } from "../otlp/to-batch.js";
import type { TranslatedRequest } from "../otlp/to-batch.js";
import { readBody } from "./read-body.js";
import { malformed, unavailable, unsupportedType } from "./refusal.js";

/** The encoding that a request's content type names; protobuf where it names none that we know. */
export function encodingOf(request: IncomingMessage): {
  readonly encoding: OtlpEncoding;
  readonly known: boolean;
} {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === CONTENT_TYPES.json) return { encoding: "json", known: true };
  return { encoding: "protobuf", known: type === CONTENT_TYPES.protobuf };
}

/**
 * Reads, decodes and stores one export. Resolves when the sink holds it.
 *
 * @throws RefusedError where nothing of it was stored.
 */
export async function exportMetrics(
  request: IncomingMessage,
  sink: MetricSink,
  maxBodyBytes: number,
): Promise<TranslatedRequest> {
  const { encoding, known } = encodingOf(request);
  if (!known) {
    const allowed = Object.values(CONTENT_TYPES).join(" or ");
    throw unsupportedType(`content type ${request.headers["content-type"] ?? "(none)"}`, allowed);
  }
  const body = await readBody(request, maxBodyBytes);
  const translated = decode(body, encoding);
  await store(sink, translated);
  return translated;
}

function decode(body: Uint8Array, encoding: OtlpEncoding): TranslatedRequest {
  try {
    const id = createHash("sha256").update(body).digest("hex");
    return toBatch(decodeRequest(body, encoding), id);
  } catch (error) {
    throw malformed(toModelwatchError(error).message, error);
  }
}

async function store(sink: MetricSink, { batch }: TranslatedRequest): Promise<void> {
  try {
    await sink.append(batch);
  } catch (error) {
    const { source, message } = toModelwatchError(error);
    throw source === "caller" ? malformed(message, error) : unavailable(message, error);
  }
}
