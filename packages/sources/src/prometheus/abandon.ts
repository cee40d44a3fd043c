import { ModelwatchError } from "@modelwatch/conventions";

/** Stops waiting for shared work once this caller cancels; the work goes on for the others. */
export function abandonOnAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const abandon = (): void => {
      reject(
        new ModelwatchError("cancelled", "the request to Prometheus was cancelled", { cause: signal.reason }),
      );
    };
    if (signal.aborted) abandon();
    signal.addEventListener("abort", abandon, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abandon));
  });
}
