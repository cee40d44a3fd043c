/** Longer ids are refused: hashing one must not hold up the inference code. */
const MAX_ID_LENGTH = 256;

/**
 * Ids as 64 bits, so that no text of an id is kept and every id takes the same memory. Two different ids among n remembered ones are
 * taken for the same with a probability of n · 2⁻⁶⁴ for each outcome.
 *
 * Two lanes of FNV-1a with multipliers and seeds of their own, each finished by MurmurHash3's `fmix32` (Appleby, 2011). The seeds differ
 * from process to process: nobody can choose ids that collide.
 */
export class IdHash {
  /** The two halves of the last id. */
  low = 0;
  high = 0;
  readonly #lowSeed = randomSeed();
  readonly #highSeed = randomSeed();

  /** False for what is no id: not a string of 1 to 256 characters, nor a finite number. `7` and `"7"` are one id. */
  read(id: unknown): boolean {
    if (typeof id === "number") return Number.isFinite(id) && this.#hash(String(id));
    return typeof id === "string" && id.length > 0 && id.length <= MAX_ID_LENGTH && this.#hash(id);
  }

  #hash(text: string): true {
    let low = this.#lowSeed;
    let high = this.#highSeed;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      low = Math.imul(low ^ unit, 0x01000193);
      high = Math.imul(high ^ unit, 0x9e3779b1);
      high = (high << 13) | (high >>> 19);
    }
    this.low = finish(low ^ text.length);
    this.high = finish(high ^ text.length);
    return true;
  }
}

function finish(lane: number): number {
  let mixed = lane ^ (lane >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 32) | 0;
}
