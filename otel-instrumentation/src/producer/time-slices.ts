import { setImmediate } from "node:timers/promises";

/** How long a collection may keep the event loop, in milliseconds: requests of the same process wait meanwhile. */
const SLICE_MS = 5;

/** Lets long work give the event loop back: `if (slices.isOver()) await slices.next()` between any two steps of it. */
export class TimeSlices {
  #startMs = performance.now();

  isOver(): boolean {
    return performance.now() - this.#startMs >= SLICE_MS;
  }

  /** Resolves when everything that waited has had its turn. */
  async next(): Promise<void> {
    await setImmediate();
    this.#startMs = performance.now();
  }
}
