import { setImmediate } from "node:timers/promises";

/** How long an evaluation may keep the event loop, in milliseconds: other queries of the process wait meanwhile. */
const SLICE_MS = 20;

/**
 * Long work that gives the event loop back: `await slices.next()` between any two steps of it. Between steps it also ends
 * where its signal has aborted, which nothing could tell work that never waits.
 */
export class TimeSlices {
  readonly #signal: AbortSignal | undefined;
  #startMs = performance.now();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
  }

  /** @throws the signal's reason. */
  async next(): Promise<void> {
    if (performance.now() - this.#startMs < SLICE_MS) return;
    await setImmediate();
    this.#signal?.throwIfAborted();
    this.#startMs = performance.now();
  }
}
