import { BackendError } from "../errors/backend-error.js";

export interface ConcurrencyLimit {
  /** Runs the work when a place is free, in the order of asking. @throws BackendError `overloaded`, or the abort's reason. */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/**
 * At most `running` works at a time and `waiting` more in line; the next is refused, so that a storm of panels cannot
 * exhaust memory. A waiting work whose caller has gone is dropped without having run.
 */
export function createConcurrencyLimit(running: number, waiting: number): ConcurrencyLimit {
  let active = 0;
  const line: (() => void)[] = [];

  const release = (): void => {
    const next = line.shift();
    // the place passes on: `active` stays as it is
    if (next) next();
    else active--;
  };
  const acquire = (): Promise<void> => {
    if (active < running) {
      active++;
      return Promise.resolve();
    }
    if (line.length >= waiting) {
      const problem = `${active} queries are running and ${line.length} waiting; try again later, or ask for fewer panels`;
      return Promise.reject(new BackendError("overloaded", problem));
    }
    return new Promise((resolve) => line.push(resolve));
  };
  return {
    run: async (work, signal) => {
      await acquire();
      try {
        signal.throwIfAborted();
        return await work();
      } finally {
        release();
      }
    },
  };
}
