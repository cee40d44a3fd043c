/** The status codes of gRPC that this server answers with by itself. */
export const GRPC_OK = 0;
export const GRPC_CANCELLED = 1;
export const GRPC_INVALID_ARGUMENT = 3;
export const GRPC_DEADLINE_EXCEEDED = 4;
export const GRPC_NOT_FOUND = 5;
export const GRPC_RESOURCE_EXHAUSTED = 8;
export const GRPC_UNIMPLEMENTED = 12;
export const GRPC_INTERNAL = 13;
export const GRPC_UNAVAILABLE = 14;

/** A call's end with a status other than OK. */
export class GrpcStatusError extends Error {
  readonly grpcStatus: number;

  constructor(grpcStatus: number, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = "GrpcStatusError";
    this.grpcStatus = grpcStatus;
  }
}

/**
 * A message as the value of the `grpc-message` trailer: UTF-8, percent-encoded outside printable ASCII.
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses
 */
export function toGrpcMessage(message: string): string {
  let encoded = "";
  for (const byte of new TextEncoder().encode(message)) {
    const printable = byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
    encoded += printable ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }
  return encoded;
}
