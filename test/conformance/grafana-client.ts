import { fileURLToPath } from "node:url";
import {
  Client,
  credentials,
  Metadata,
  type CallOptions,
  type ChannelCredentials,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientUnaryCall,
  type ServiceError,
} from "@grpc/grpc-js";
import { loadSync, type MethodDefinition } from "@grpc/proto-loader";
import { tableFromIPC, type Table } from "apache-arrow";

/**
 * A plugin host's side of the wire by other implementations than the plugin's: of HTTP/2 and gRPC @grpc/grpc-js, of
 * protobuf protobufjs, of Arrow apache-arrow.
 */
export interface GrafanaClient {
  /** One answer, or a rejection with the call's ServiceError. */
  call<T>(method: string, request: object, options?: CallOptions): Promise<T>;
  /** The answer's bytes as they came. */
  callForBytes(method: string, request: object): Promise<Buffer>;
  start(method: string, request: object, done: (error: ServiceError | null) => void): ClientUnaryCall;
  stream(method: string, request: object): ClientReadableStream<object>;
  duplex(method: string): ClientDuplexStream<object, object>;
  close(): void;
}

/** What a refId was answered, as protobufjs reads it. */
export interface WireDataResponse {
  readonly frames: readonly Buffer[];
  readonly error: string;
  readonly status: number;
  readonly errorSource: string;
}
export interface WireQueryDataResponse {
  readonly responses: Readonly<Record<string, WireDataResponse>>;
}

const PROTOS = ["pluginv2", "go-plugin", "health"].map((name) =>
  fileURLToPath(new URL(`../../packages/grafana-backend/proto/${name}.proto`, import.meta.url)),
);
const methods = toMethods();

/** Connects to `127.0.0.1:port` or `unix:/path`. Messages of any size. */
export function connectGrafanaClient(address: string, channel?: ChannelCredentials): GrafanaClient {
  const client = new Client(address, channel ?? credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
    "grpc.use_local_subchannel_pool": 1,
    // the certificate of AutoMTLS is for localhost, whatever the address
    ...(channel ? { "grpc.ssl_target_name_override": "localhost" } : {}),
  });
  return {
    call: <T>(name: string, request: object, options: CallOptions = {}) => {
      const { path, requestSerialize, responseDeserialize } = methodOf(name);
      return new Promise<T>((resolve, reject) => {
        const done = (error: ServiceError | null, answer?: object): void =>
          error ? reject(error) : resolve(answer as T);
        client.makeUnaryRequest(
          path,
          requestSerialize,
          responseDeserialize,
          request,
          new Metadata(),
          options,
          done,
        );
      });
    },
    callForBytes: (name, request) => {
      const { path, requestSerialize } = methodOf(name);
      return new Promise((resolve, reject) => {
        client.makeUnaryRequest(path, requestSerialize, asItIs, request, (error, answer) =>
          answer ? resolve(answer) : reject(error ?? new Error("neither answer nor error")),
        );
      });
    },
    start: (name, request, done) => {
      const { path, requestSerialize, responseDeserialize } = methodOf(name);
      return client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, done);
    },
    stream: (name, request) => {
      const { path, requestSerialize, responseDeserialize } = methodOf(name);
      return client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request);
    },
    duplex: (name) => {
      const { path, requestSerialize, responseDeserialize } = methodOf(name);
      return client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    },
    close: () => client.close(),
  };
}

/** A request's bytes, as the client sends them. */
export function toRequestBytes(method: string, request: object): Buffer {
  return methodOf(method).requestSerialize(request);
}

/** The only frame of an answer, read by apache-arrow. */
export function tableOf(response: WireDataResponse | undefined): Table {
  const [frame] = response?.frames ?? [];
  if (!frame) throw new Error(`the answer has no frame: ${response?.error}`);
  return tableFromIPC(frame);
}

function asItIs(bytes: Buffer): Buffer {
  return bytes;
}

function methodOf(name: string): MethodDefinition<object, object> {
  const method = methods.get(name);
  if (!method) throw new Error(`no method ${name}`);
  return method;
}

/** `pluginv2.Data/QueryData` → its definition. */
function toMethods(): Map<string, MethodDefinition<object, object>> {
  const found = new Map<string, MethodDefinition<object, object>>();
  const definition = loadSync(PROTOS, { longs: Number, defaults: true });
  for (const [service, item] of Object.entries(definition)) {
    // messages carry a descriptor, services their methods
    if ("format" in item) continue;
    for (const [name, method] of Object.entries(item)) found.set(`${service}/${name}`, method);
  }
  return found;
}
