/** Runs at most so many tasks at a time, in the order in which they came; who cancels while waiting leaves the queue. */
export function createSlots(
  count: number,
): <T>(task: () => Promise<T>, signal: AbortSignal | undefined) => Promise<T> {
  const waiting = new Set<() => void>();
  let running = 0;

  const enter = (signal: AbortSignal | undefined): Promise<void> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        waiting.delete(start);
        reject(signal?.reason);
      };
      const start = (): void => {
        signal?.removeEventListener("abort", leave);
        resolve();
      };
      signal?.addEventListener("abort", leave, { once: true });
      waiting.add(start);
    });

  return async (task, signal) => {
    signal?.throwIfAborted();
    if (running >= count) await enter(signal);
    else running++;
    try {
      return await task();
    } finally {
      const [next] = waiting;
      if (next === undefined) running--;
      else {
        waiting.delete(next);
        next();
      }
    }
  };
}
