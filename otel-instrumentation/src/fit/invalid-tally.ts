import { INVALID_REASONS } from "@modelwatch/conventions";

/** Values of a column that no distribution can hold, by reason. */
export class InvalidTally {
  readonly #counts = new Map<string, number>();

  /** @param reason index in `INVALID_REASONS`. */
  add(reason: number): void {
    const name = INVALID_REASONS[reason]!;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  toRecord(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
