import type { FaultLog } from "../record/fault-log.js";
import { IdHash } from "./id-hash.js";
import type { JoinLimits } from "./join-options.js";
import { SlotIndex } from "./slot-index.js";

/** In place of the decision of a free slot; classes have digits up to 50. */
const FREE = 255;

/** A prediction that was made in this process. */
export interface RememberedPrediction {
  /** Undefined where a class was decided without one. */
  readonly score: number | undefined;
  readonly decision: number;
  /** Strata and arm. */
  readonly cell: number;
  /** Time since the prediction. */
  readonly ageMs: number;
}

/**
 * The last predictions that were given an id, each until its outcome comes. Memory is allocated once and never grows: a ring of typed
 * arrays, whose oldest entry makes room for the newest. What is forgotten before its outcome came is counted.
 */
export class PredictionMemory {
  readonly #hash = new IdHash();
  readonly #index: SlotIndex;
  readonly #scores: Float64Array;
  /** {@link FREE} where the slot holds no prediction. */
  readonly #decisions: Uint8Array;
  readonly #cells: Float64Array;
  readonly #timesMs: Float64Array;
  readonly #maxAgeMs: number;
  readonly #clock: () => number;
  readonly #faults: FaultLog;
  #next = 0;

  constructor({ maxEntries, maxAgeMs }: JoinLimits, clock: () => number, faults: FaultLog) {
    this.#index = new SlotIndex(maxEntries);
    this.#scores = new Float64Array(maxEntries);
    this.#decisions = new Uint8Array(maxEntries).fill(FREE);
    this.#cells = new Float64Array(maxEntries);
    this.#timesMs = new Float64Array(maxEntries);
    this.#maxAgeMs = maxAgeMs;
    this.#clock = clock;
    this.#faults = faults;
  }

  /** Remembers a prediction. The same id again replaces the one before; absent ids are not remembered. */
  add(id: unknown, score: number | undefined, decision: number, cell: number): void {
    if (id == null) return;
    if (!this.#hash.read(id)) {
      this.#faults.count("invalid-id");
      return;
    }
    const nowMs = this.#clock();
    const { low, high } = this.#hash;
    const before = this.#index.find(low, high);
    if (before >= 0) {
      this.#free(before);
      this.#faults.count("join-replaced");
    }
    const slot = this.#next;
    this.#next = slot + 1 === this.#decisions.length ? 0 : slot + 1;
    if (this.#decisions[slot] !== FREE) {
      this.#free(slot);
      this.#faults.count("join-evicted");
    }
    this.#index.add(low, high, slot);
    this.#scores[slot] = score ?? Number.NaN;
    this.#decisions[slot] = decision;
    this.#cells[slot] = cell;
    this.#timesMs[slot] = nowMs;
  }

  /** The prediction of an id, which is then forgotten; undefined, and counted, where there is none within the age limit. */
  take(id: unknown): RememberedPrediction | undefined {
    const slot = this.#hash.read(id) ? this.#index.find(this.#hash.low, this.#hash.high) : -1;
    const made = slot < 0 ? undefined : this.#read(slot);
    if (made !== undefined) this.#free(slot);
    if (made !== undefined && !(made.ageMs > this.#maxAgeMs)) return made;
    this.#faults.count("outcome-unmatched");
    return undefined;
  }

  #read(slot: number): RememberedPrediction {
    const score = this.#scores[slot]!;
    return {
      score: Number.isNaN(score) ? undefined : score,
      decision: this.#decisions[slot]!,
      cell: this.#cells[slot]!,
      ageMs: this.#clock() - this.#timesMs[slot]!,
    };
  }

  #free(slot: number): void {
    this.#index.remove(slot);
    this.#decisions[slot] = FREE;
  }
}
