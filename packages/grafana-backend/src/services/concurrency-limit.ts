import { BackendError } from "../errors/backend-error.js";

export interface ConcurrencyLimit {
  /** Runs the work when a place is free, in the order of asking. @throws BackendError `overloaded`, or the abort's reason. */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/**
 * At most `running` works at a time and `waiting` more in line; the next is refused, so that a storm of panels cannot
 * exhaust memory. A work leaves the line as soon as its signal aborts. Once it runs, it keeps its place until it ends: one
 * that ignores its signal still uses what the limit protects.
 */
export function createConcurrencyLimit(running: number, waiting: number): ConcurrencyLimit {
  let active = 0;
  // a Set keeps the order of asking, and anyone can leave it
  const line = new Set<() => void>();

  const release = (): void => {
    const [next] = line;
    // the place passes on: `active` stays as it is
    if (next) next();
    else active--;
  };
  const waitInLine = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        line.delete(enter);
        reject(signal.reason);
      };
      const enter = (): void => {
        line.delete(enter);
        signal.removeEventListener("abort", leave);
        resolve();
      };
      signal.addEventListener("abort", leave);
      line.add(enter);
    });
  const acquire = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (active < running) {
      active++;
      return;
    }
    if (line.size >= waiting) {
      const problem = `${active} queries are running and ${line.size} waiting; try again later, or ask for fewer panels`;
      throw new BackendError("overloaded", problem);
    }
    await waitInLine(signal);
  };
  return {
    run: async (work, signal) => {
      await acquire(signal);
      try {
        // the signal may have aborted between the place becoming free and this line
        signal.throwIfAborted();
        return await work();
      } finally {
        release();
      }
    },
  };
}
