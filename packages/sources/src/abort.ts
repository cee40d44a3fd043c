import { ModelwatchError } from "@modelwatch/conventions";

/** @throws ModelwatchError `cancelled` once the signal has aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new ModelwatchError("cancelled", "the request was cancelled", { cause: signal.reason });
}
