import type { Random } from "./random.js";

/** Length and number encodings at their limits: the longest varint, one that never ends, 2^63 − 1, 0. */
const HOSTILE_VARINTS: readonly Uint8Array[] = [
  Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
  new Uint8Array(12).fill(0xff),
  Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f),
  Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f),
  Uint8Array.of(0x80),
  Uint8Array.of(0x00),
];

/** The message with one to four changes to its bytes; `other` lends pieces. */
export function mutateBytes(message: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let bytes = message;
  for (let changes = 1 + random.below(4); changes > 0; changes--) bytes = change(bytes, other, random);
  return bytes;
}

function change(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  const length = random.below(Math.min(64, bytes.length - at + 1));
  switch (random.below(7)) {
    case 0:
      return flip(bytes, at, 1 << random.below(8));
    case 1:
      return flip(bytes, at, 1 + random.below(255));
    case 2:
      return splice(bytes, at, length, new Uint8Array());
    case 3:
      return splice(bytes, at, 0, bytes.subarray(at, at + length));
    case 4:
      return splice(bytes, at, 1, random.pick(HOSTILE_VARINTS));
    case 5: {
      const start = random.below(other.length + 1);
      return splice(bytes, at, length, other.subarray(start, start + random.below(64)));
    }
    default:
      return bytes.subarray(0, at);
  }
}

function flip(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  if (at < changed.length) changed[at]! ^= mask;
  return changed;
}

function splice(bytes: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + removed)]);
}
