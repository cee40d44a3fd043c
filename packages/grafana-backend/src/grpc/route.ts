import { GRPC_INVALID_ARGUMENT, GrpcStatusError } from "./status.js";

export interface CallContext {
  /** Aborts when the caller cancels, its deadline passes or the connection ends; the reason says which. */
  readonly signal: AbortSignal;
  /** The caller's deadline, as time from the start of the call; absent where it set none. */
  readonly timeoutMs?: number;
  /** Aborts when the server shuts down: streams without an end of their own stop here. */
  readonly closing: AbortSignal;
}

interface MessageType<T> {
  encode(message: T): { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
}

/** A method as the code generator describes it. */
interface MethodDefinition<Request, Response> {
  readonly name: string;
  readonly requestType: MessageType<Request>;
  readonly responseType: MessageType<Response>;
}

interface ServiceDefinition {
  readonly fullName: string;
}

/** Sends one message of the answer; resolves when the next may be sent. */
type Send = (message: Uint8Array) => Promise<void>;

/** One method of the server: bytes in, bytes out. */
export interface Route {
  readonly path: string;
  /** Where false, requests are read and dropped: the call is only held open. */
  readonly readsRequest: boolean;
  serve(request: Uint8Array, context: CallContext, send: Send): Promise<void>;
}

/** A method that answers a request with one message. */
export function unaryRoute<Request, Response>(
  service: ServiceDefinition,
  method: MethodDefinition<Request, Response>,
  handle: (request: Request, context: CallContext) => Promise<Response>,
): Route {
  return {
    path: toPath(service, method),
    readsRequest: true,
    serve: async (request, context, send) => {
      // not in a variable: a caller that does not read would keep the answer beside its bytes
      await send(
        method.responseType.encode(await handle(decode(method.requestType, request), context)).finish(),
      );
    },
  };
}

/** A method that answers a request with a stream of messages. */
export function streamingRoute<Request, Response>(
  service: ServiceDefinition,
  method: MethodDefinition<Request, Response>,
  handle: (request: Request, context: CallContext) => AsyncIterable<Response>,
): Route {
  return {
    path: toPath(service, method),
    readsRequest: true,
    serve: async (request, context, send) => {
      for await (const message of handle(decode(method.requestType, request), context)) {
        await send(method.responseType.encode(message).finish());
      }
    },
  };
}

/** A stream that the host opens and neither side uses: held until the caller or the server ends. */
export function heldRoute(service: ServiceDefinition, method: { readonly name: string }): Route {
  return {
    path: toPath(service, method),
    readsRequest: false,
    serve: (_request, context) => callEnd(context),
  };
}

/** Resolves when the caller or the server ends the call. */
export function callEnd(context: CallContext): Promise<void> {
  const ended = AbortSignal.any([context.signal, context.closing]);
  if (ended.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    ended.addEventListener("abort", () => resolve(), { once: true });
  });
}

function toPath(service: ServiceDefinition, method: { readonly name: string }): string {
  return `/${service.fullName}/${method.name}`;
}

function decode<T>(type: MessageType<T>, bytes: Uint8Array): T {
  try {
    return type.decode(bytes);
  } catch (error) {
    throw new GrpcStatusError(GRPC_INVALID_ARGUMENT, `the request is not a valid message: ${String(error)}`, {
      cause: error,
    });
  }
}
