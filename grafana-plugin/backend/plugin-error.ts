import { toModelwatchError, type ErrorCode } from "@modelwatch/conventions";
import { BackendError, toBackendError, type BackendErrorCode } from "@modelwatch/grafana-backend";

/** What Grafana is told of each of our errors: status and source follow from the code on the right. */
export const BACKEND_CODES: Readonly<Record<ErrorCode, BackendErrorCode>> = {
  "invalid-argument": "bad-request",
  "not-found": "not-found",
  unsupported: "bad-request",
  "limit-exceeded": "limit-exceeded",
  cancelled: "cancelled",
  unavailable: "unavailable",
  unauthorized: "unauthorized",
  "bad-response": "bad-gateway",
  "data-loss": "bad-gateway",
  internal: "internal",
};

/** An error of any origin as the one that the plugin's SDK understands. */
export function toPluginError(error: unknown): BackendError {
  if (error instanceof BackendError) return error;
  const known = toModelwatchError(error);
  return new BackendError(BACKEND_CODES[known.code], known.message, { cause: error });
}

/**
 * Runs the work and gives its errors in the SDK's terms. Work that stopped because its signal aborted fails with the signal's
 * own reason where that says more: a time limit is not a caller who has gone.
 */
export async function withPluginErrors<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const failure = toPluginError(error);
    throw failure.code === "cancelled" && signal?.aborted === true ? toBackendError(signal.reason) : failure;
  }
}
