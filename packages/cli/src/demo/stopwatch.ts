/** How long each named part took, in milliseconds, in the order of first use. */
export class Stopwatch {
  readonly #laps = new Map<string, number>();
  readonly #startMs = performance.now();

  async time<Result>(name: string, run: () => Promise<Result> | Result): Promise<Result> {
    const startMs = performance.now();
    try {
      return await run();
    } finally {
      this.#laps.set(name, (this.#laps.get(name) ?? 0) + performance.now() - startMs);
    }
  }

  get laps(): ReadonlyMap<string, number> {
    return this.#laps;
  }

  /** Since this stopwatch was made. */
  get totalMs(): number {
    return performance.now() - this.#startMs;
  }
}
