import {
  CallResourceRequest,
  CheckHealthRequest,
  QueryDataRequest,
  type MessageFns,
  type PluginContext,
} from "../../../packages/grafana-backend/src/generated/pluginv2.js";
import type { RecordedRequest } from "./recorded-requests.js";

/** What the backend reads of a request, without its headers and secure settings. */
export function toPublicBytes({ method, bytes }: RecordedRequest): Uint8Array {
  return WITHOUT_SECRETS[method]?.(bytes) ?? bytes;
}

const WITHOUT_SECRETS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  "pluginv2.Data/QueryData": (bytes) => withoutSecrets(QueryDataRequest, bytes),
  "pluginv2.Diagnostics/CheckHealth": (bytes) => withoutSecrets(CheckHealthRequest, bytes),
  "pluginv2.Resource/CallResource": (bytes) => withoutSecrets(CallResourceRequest, bytes),
};

interface SecretRequest {
  readonly headers: Map<string, unknown>;
  readonly pluginContext: PluginContext | undefined;
}

function withoutSecrets<Request extends SecretRequest>(
  type: MessageFns<Request>,
  bytes: Uint8Array,
): Uint8Array {
  const request = type.decode(bytes);
  request.headers.clear();
  request.pluginContext?.dataSourceInstanceSettings?.decryptedSecureJsonData.clear();
  return type.encode(request).finish();
}
