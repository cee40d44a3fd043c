import { BackendError, toBackendError } from "../errors/backend-error.js";
import type { CallContext } from "../grpc/route.js";

/** The one end of all queries of a request: the caller's cancellation, its deadline or our time limit. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** The work's outcome, or the end's reason as soon as it comes. */
  orEnded<T>(work: Promise<T>): Promise<T>;
  /** To be called when all have their answers. */
  release(): void;
}

/** What of the caller's deadline is kept back to send the answers that there are: a tenth, half a second at most. */
const ANSWER_SHARE = 0.1;
const MAX_ANSWER_MS = 500;

/** Starts the clock of a request's queries. */
export function startTimeLimit(call: CallContext, timeoutMs: number): TimeLimit {
  const abort = new AbortController();
  const { signal } = abort;
  const ended = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(toBackendError(signal.reason)), { once: true });
  });
  // nobody may be waiting when it ends
  ended.catch(() => {});
  const cancel = (): void => abort.abort(toBackendError(call.signal.reason));
  if (call.signal.aborted) cancel();
  else call.signal.addEventListener("abort", cancel, { once: true });

  const callerMs = call.timeoutMs ?? Infinity;
  const limitMs = Math.min(timeoutMs, callerMs - Math.min(ANSWER_SHARE * callerMs, MAX_ANSWER_MS));
  const whose = limitMs < timeoutMs ? "the caller's deadline" : "the plugin's time limit";
  const timer = setTimeout(() => {
    const problem = `no answer within ${Math.round(limitMs)} ms (${whose}); ask for a shorter time range or fewer queries`;
    abort.abort(new BackendError("deadline-exceeded", problem));
  }, limitMs);
  return {
    signal,
    orEnded: (work) => Promise.race([work, ended]),
    release: () => {
      clearTimeout(timer);
      call.signal.removeEventListener("abort", cancel);
    },
  };
}
