import { ModelwatchError } from "@modelwatch/conventions";

/** Event time: stands still until the replay moves it, and never goes back. */
export class ReplayClock {
  #nowMs: number;

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  /** Bound, to be handed to whatever takes a clock. */
  readonly now = (): number => this.#nowMs;

  /** @throws ModelwatchError `internal` where time would go back. */
  advanceTo(ms: number): void {
    if (ms < this.#nowMs)
      throw new ModelwatchError("internal", `event time would go back from ${this.#nowMs} to ${ms}`);
    this.#nowMs = ms;
  }
}
