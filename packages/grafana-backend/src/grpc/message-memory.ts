import { GRPC_RESOURCE_EXHAUSTED, GrpcStatusError } from "./status.js";

/** Room for the messages of one direction that are held at a time. */
export interface MessageMemory {
  /** Takes room for one message. @throws GrpcStatusError RESOURCE_EXHAUSTED, with the limit. */
  reserve(bytes: number): void;
  release(bytes: number): void;
}

/** At most `maxBytes` for one message, a "request" or an "answer", and `maxOpenBytes` for all. */
export function createMessageMemory(what: string, maxBytes: number, maxOpenBytes: number): MessageMemory {
  let open = 0;
  return {
    reserve: (bytes) => {
      if (bytes > maxBytes) {
        throw exhausted(`the ${what} has ${bytes} bytes; at most ${maxBytes} are allowed`);
      }
      if (open + bytes > maxOpenBytes) {
        throw exhausted(
          `the ${what} has ${bytes} bytes and ${open} are open; at most ${maxOpenBytes} at a time: try again later`,
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
