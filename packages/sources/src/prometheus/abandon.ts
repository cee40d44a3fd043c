import { ModelwatchError } from "@modelwatch/conventions";
import { untilAborted } from "../http/until-aborted.js";

/** Stops waiting for shared work once this caller cancels; the work goes on for the others. */
export async function abandonOnAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  try {
    return await untilAborted(work, AbortSignal.any([signal]));
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new ModelwatchError("cancelled", "the request to Prometheus was cancelled", { cause: error });
  }
}
