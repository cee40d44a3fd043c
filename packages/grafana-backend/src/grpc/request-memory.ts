import { GRPC_RESOURCE_EXHAUSTED, GrpcStatusError } from "./status.js";

/** Room for the requests that are open at a time, from the moment their length is known until their call ends. */
export interface RequestMemory {
  /** Takes room for one request. @throws GrpcStatusError RESOURCE_EXHAUSTED, with the limit. */
  reserve(bytes: number): void;
  release(bytes: number): void;
}

/** At most `maxRequestBytes` for one request and `maxOpenBytes` for all. */
export function createRequestMemory(maxRequestBytes: number, maxOpenBytes: number): RequestMemory {
  let open = 0;
  return {
    reserve: (bytes) => {
      if (bytes > maxRequestBytes) {
        throw exhausted(`the request has ${bytes} bytes; at most ${maxRequestBytes} are accepted`);
      }
      if (open + bytes > maxOpenBytes) {
        throw exhausted(
          `the request has ${bytes} bytes and ${open} are open; at most ${maxOpenBytes} at a time: try again later`,
        );
      }
      open += bytes;
    },
    release: (bytes) => {
      open -= bytes;
    },
  };
}

function exhausted(message: string): GrpcStatusError {
  return new GrpcStatusError(GRPC_RESOURCE_EXHAUSTED, message);
}
