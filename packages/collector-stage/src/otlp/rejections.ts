/** Most kinds of rejection that a message names. */
const NAMED_KINDS = 5;

/** What of a request was not stored, and why: OTLP's partial success. */
export class Rejections {
  #points = 0;
  readonly #kinds = new Map<string, number>();

  add(metric: string, reason: string, points = 1): void {
    if (points === 0) return;
    this.#points += points;
    const kind = `${metric}: ${reason}`;
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + points);
  }

  get points(): number {
    return this.#points;
  }

  /** One sentence, the first kinds by name; empty where nothing was rejected. */
  toMessage(): string {
    const kinds = [...this.#kinds].slice(0, NAMED_KINDS).map(([kind, points]) => `${points} of ${kind}`);
    const more = this.#kinds.size > NAMED_KINDS ? [`${this.#kinds.size - NAMED_KINDS} more kinds`] : [];
    return [...kinds, ...more].join("; ");
  }
}
