import { RPC_CODES } from "../otlp/encode-response.js";
import type { RpcCode } from "../otlp/encode-response.js";

/** Why a request is not served: what HTTP, google.rpc and a person are told. */
export interface Refusal {
  readonly httpStatus: number;
  readonly rpcCode: RpcCode;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Senders of OTLP retry 429 and 503 (Retry-After is the least they wait) and drop the batch on every other status. */
const RETRY_SECONDS = "1";

export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, options?: { readonly cause?: unknown }) {
    super(refusal.message, options);
    this.name = "RefusedError";
    this.refusal = refusal;
  }
}

export function malformed(message: string, cause?: unknown): RefusedError {
  return new RefusedError({ httpStatus: 400, rpcCode: RPC_CODES.invalidArgument, message }, { cause });
}

export function tooLarge(maxBodyBytes: number): RefusedError {
  const message = `the body is larger than ${maxBodyBytes} bytes; send smaller batches`;
  return new RefusedError({ httpStatus: 413, rpcCode: RPC_CODES.invalidArgument, message });
}

export function unsupportedType(what: string, allowed: string): RefusedError {
  const message = `${what} is not supported; ${allowed} is`;
  return new RefusedError({ httpStatus: 415, rpcCode: RPC_CODES.unimplemented, message });
}

export function notFound(path: string): RefusedError {
  const message = `there is nothing at ${path}; metrics go to POST /v1/metrics`;
  return new RefusedError({ httpStatus: 404, rpcCode: RPC_CODES.unimplemented, message });
}

export function wrongMethod(method: string, allowed: string): RefusedError {
  const message = `${method} is not allowed here; ${allowed} is`;
  return new RefusedError({
    httpStatus: 405,
    rpcCode: RPC_CODES.unimplemented,
    message,
    headers: { Allow: allowed },
  });
}

export function overloaded(maxInFlight: number): RefusedError {
  return new RefusedError({
    httpStatus: 429,
    rpcCode: RPC_CODES.resourceExhausted,
    message: `${maxInFlight} requests are being stored already; try again`,
    headers: { "Retry-After": RETRY_SECONDS },
  });
}

/** The store could not take the batch: it was not stored, and the sender should keep it. */
export function unavailable(message: string, cause?: unknown): RefusedError {
  return new RefusedError(
    { httpStatus: 503, rpcCode: RPC_CODES.unavailable, message, headers: { "Retry-After": RETRY_SECONDS } },
    { cause },
  );
}
