/** What a wrapper tells the faults of its watch. */
export type OnFailure = () => void;

/** Runs what counts a result. Its exceptions, and its promise's rejection, are counted and go no further. */
export function observe(count: () => unknown, onFailure: OnFailure): void {
  try {
    const returned = count();
    if (isThenable(returned)) returned.then(undefined, onFailure);
  } catch {
    // what failed is the counting, not the prediction
    onFailure();
  }
}

/** True for promises and what behaves like one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    (typeof value === "object" || typeof value === "function") &&
    value !== null &&
    "then" in value &&
    typeof value.then === "function"
  );
}
