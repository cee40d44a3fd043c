const FREE = -1;

/** Finds the slot of a 64-bit key: a hash table with linear probing, at most half full, in memory that is allocated once. */
export class SlotIndex {
  /** Slot by position; {@link FREE} where there is none. */
  readonly #slots: Int32Array;
  readonly #mask: number;
  /** Keys by slot. */
  readonly #low: Uint32Array;
  readonly #high: Uint32Array;

  constructor(slots: number) {
    const positions = 2 ** Math.ceil(Math.log2(2 * slots));
    this.#slots = new Int32Array(positions).fill(FREE);
    this.#mask = positions - 1;
    this.#low = new Uint32Array(slots);
    this.#high = new Uint32Array(slots);
  }

  /** The slot of a key, or −1. */
  find(low: number, high: number): number {
    let position = low & this.#mask;
    for (;;) {
      const slot = this.#slots[position]!;
      if (slot === FREE || (this.#low[slot] === low && this.#high[slot] === high)) return slot;
      position = (position + 1) & this.#mask;
    }
  }

  /** Puts a key that is not there into a slot that has none. */
  add(low: number, high: number, slot: number): void {
    let position = low & this.#mask;
    while (this.#slots[position] !== FREE) position = (position + 1) & this.#mask;
    this.#slots[position] = slot;
    this.#low[slot] = low;
    this.#high[slot] = high;
  }

  /** Takes out the key of a slot, and moves up what was probed past it (Knuth, TAOCP 3, §6.4, algorithm R). */
  remove(slot: number): void {
    let hole = this.#low[slot]! & this.#mask;
    while (this.#slots[hole] !== slot) hole = (hole + 1) & this.#mask;
    let position = hole;
    for (;;) {
      position = (position + 1) & this.#mask;
      const moved = this.#slots[position]!;
      if (moved === FREE) break;
      const home = this.#low[moved]! & this.#mask;
      // stays where its home lies after the hole: a search from there does not pass the hole
      if (((position - home) & this.#mask) < ((position - hole) & this.#mask)) continue;
      this.#slots[hole] = moved;
      hole = position;
    }
    this.#slots[hole] = FREE;
  }
}
