import { BACKEND_ERROR_CODES, type BackendErrorCode, type ErrorSource } from "./error-codes.js";

/**
 * What a handler throws: a code, and a message that people see in Grafana, so nothing secret belongs in it.
 * Status and source follow from the code by one table.
 */
export class BackendError extends Error {
  readonly code: BackendErrorCode;

  constructor(code: BackendErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
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

/** An error of any origin: ours as it is, an abort by its reason, everything else as a defect of the plugin. */
export function toBackendError(error: unknown): BackendError {
  if (error instanceof BackendError) return error;
  if (error instanceof Error && error.name === "AbortError") {
    return new BackendError("cancelled", "the request was cancelled", { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new BackendError("internal", message, { cause: error });
}
