import type { TranslatedRequest } from "../otlp/to-batch.js";

/** What a receiver did since its start. */
export interface ReceiverStats {
  /** Exports acknowledged; a repeated one counts again here, not in the store. */
  readonly acknowledged: number;
  /** Exports refused as malformed, too large, or of a wrong type: nothing of them was stored. */
  readonly refused: number;
  /** Exports sent back for later: too much at work, or the store could not take them. */
  readonly deferred: number;
  /** Points of acknowledged exports. */
  readonly points: number;
  /** Points of acknowledged exports that were not stored, as their senders were told. */
  readonly rejectedPoints: number;
  /** Exports at work now. */
  readonly inFlight: number;
}

export class ReceiverCounters {
  #acknowledged = 0;
  #refused = 0;
  #deferred = 0;
  #points = 0;
  #rejectedPoints = 0;
  #inFlight = 0;

  get inFlight(): number {
    return this.#inFlight;
  }

  begin(): void {
    this.#inFlight++;
  }

  end(): void {
    this.#inFlight--;
  }

  acknowledge({ batch, rejections }: TranslatedRequest): void {
    this.#acknowledged++;
    this.#points += batch.histograms.length + batch.sums.length + batch.gauges.length;
    this.#points += batch.exponentials?.length ?? 0;
    this.#rejectedPoints += rejections.points;
  }

  refuse(httpStatus: number): void {
    if (httpStatus === 429 || httpStatus === 503) this.#deferred++;
    else this.#refused++;
  }

  read(): ReceiverStats {
    return {
      acknowledged: this.#acknowledged,
      refused: this.#refused,
      deferred: this.#deferred,
      points: this.#points,
      rejectedPoints: this.#rejectedPoints,
      inFlight: this.#inFlight,
    };
  }
}
