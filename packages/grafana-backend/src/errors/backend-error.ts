import { GRPC_CANCELLED, GRPC_DEADLINE_EXCEEDED, GrpcStatusError } from "../grpc/status.js";
import { boundMessage, describeThrown } from "./bound-message.js";
import { BACKEND_ERROR_CODES, type BackendErrorCode, type ErrorSource } from "./error-codes.js";

/**
 * What a handler throws: a code, and a message that people see in Grafana (2,000 characters at most), so nothing secret
 * belongs in it. Status and source follow from the code by one table.
 */
export class BackendError extends Error {
  readonly code: BackendErrorCode;

  constructor(code: BackendErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(boundMessage(message), options);
    this.name = "BackendError";
    this.code = code;
  }

  get httpStatus(): number {
    return BACKEND_ERROR_CODES[this.code].httpStatus;
  }

  get grpcStatus(): number {
    return BACKEND_ERROR_CODES[this.code].grpcStatus;
  }

  get source(): ErrorSource {
    return BACKEND_ERROR_CODES[this.code].source;
  }
}

/** Whatever was thrown: ours as it is, the end of a call by its reason, everything else as a defect of the plugin. Never throws. */
export function toBackendError(error: unknown): BackendError {
  if (error instanceof BackendError) return error;
  if (error instanceof GrpcStatusError && error.grpcStatus === GRPC_DEADLINE_EXCEEDED) {
    return new BackendError("deadline-exceeded", error.message, { cause: error });
  }
  const isCancelled = error instanceof GrpcStatusError && error.grpcStatus === GRPC_CANCELLED;
  if (isCancelled || (error instanceof Error && error.name === "AbortError")) {
    return new BackendError("cancelled", "the request was cancelled", { cause: error });
  }
  return new BackendError("internal", describeThrown(error), { cause: error });
}
