import type { BackendError } from "../errors/backend-error.js";
import { boundMessage } from "../errors/bound-message.js";
import { encodeFrame } from "../frame/encode-arrow.js";
import { frameRowCount, type Frame } from "../frame/frame.js";
import {
  CheckHealthResponse_HealthStatus,
  DataFrameFormat,
  type CallResourceResponse,
  type CheckHealthResponse,
  type DataResponse,
  type StringList,
} from "../generated/pluginv2.js";
import type { HealthResult, ResourceResponse } from "../handlers/handlers.js";

const NOTHING = new Uint8Array();
const utf8Encoder = new TextEncoder();

/** Frames with rows, as Arrow; frames without rows are left out, so that "no data" stays "no data". */
export function toWireFrames(frames: readonly Frame[], refId: string): DataResponse {
  const sent = frames.filter((frame) => frameRowCount(frame) > 0);
  return {
    frames: sent.map((frame) => encodeFrame(frame, refId)),
    error: "",
    jsonMeta: NOTHING,
    status: 200,
    errorSource: "",
    format: DataFrameFormat.ARROW,
  };
}

/** Bytes that an answer's frames take on the wire. */
export function answerBytes(answer: DataResponse): number {
  return answer.frames.reduce((sum, frame) => sum + frame.length, 0);
}

export function toWireQueryError(error: BackendError): DataResponse {
  return {
    frames: [],
    error: error.message,
    jsonMeta: NOTHING,
    status: error.httpStatus,
    errorSource: error.source,
    format: DataFrameFormat.ARROW,
  };
}

export function toWireHealth(health: HealthResult): CheckHealthResponse {
  return {
    status: health.ok ? CheckHealthResponse_HealthStatus.OK : CheckHealthResponse_HealthStatus.ERROR,
    message: boundMessage(health.message),
    jsonDetails: health.details === undefined ? NOTHING : utf8Encoder.encode(JSON.stringify(health.details)),
  };
}

/** Code and headers with the first piece of the body, then the other pieces. */
export async function* toWireResource(response: ResourceResponse): AsyncIterable<CallResourceResponse> {
  const headers = toWireHeaders(response.headers ?? {});
  if (response.body instanceof Uint8Array) {
    yield { code: response.status, headers, body: response.body };
    return;
  }
  let isFirst = true;
  for await (const body of response.body) {
    yield isFirst ? { code: response.status, headers, body } : { code: 0, headers: new Map(), body };
    isFirst = false;
  }
  if (isFirst) yield { code: response.status, headers, body: NOTHING };
}

/** An error as the JSON body that Grafana's frontends show. */
export function toWireResourceError(error: BackendError): CallResourceResponse {
  return {
    code: error.httpStatus,
    headers: toWireHeaders({ "content-type": "application/json" }),
    body: utf8Encoder.encode(JSON.stringify({ message: error.message, code: error.code })),
  };
}

function toWireHeaders(headers: Readonly<Record<string, string>>): Map<string, StringList> {
  return new Map(Object.entries(headers).map(([name, value]) => [name, { values: [value] }]));
}
