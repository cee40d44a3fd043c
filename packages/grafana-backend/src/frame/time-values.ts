import { BackendError } from "../errors/backend-error.js";
import type { TimeField } from "./field.js";

const NANOSECONDS_PER_MILLISECOND = 1_000_000;
/** Whole milliseconds of 2^63 nanoseconds. */
const MAX_MILLISECONDS = 9_223_372_036_854;
const WORD = 2 ** 32;

/** Epoch nanoseconds in 64 bits, as Arrow holds them; 0 where there is no value. @throws BackendError `internal`. */
export function toNanoseconds(values: TimeField["values"]): BigInt64Array<ArrayBuffer> {
  const nanoseconds = new BigInt64Array(values.length);
  // The 64 bits as two words, low first: a tenth of the time that BigInt arithmetic takes a row.
  const words = new Int32Array(nanoseconds.buffer);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value === "number") writeMilliseconds(words, row, value);
    else if (value != null) {
      nanoseconds[row] = value;
      // 64 bits would wrap around in silence
      if (nanoseconds[row] !== value) throw outOfRange(value);
    }
  }
  return nanoseconds;
}

/** Exact: every product and sum below is a whole number under 2^53. */
function writeMilliseconds(words: Int32Array, row: number, value: number): void {
  // NaN fails the comparison too
  if (!(Math.abs(value) <= MAX_MILLISECONDS)) throw outOfRange(value);
  // whole and fractional milliseconds apart: an epoch in nanoseconds has more digits than a double
  const whole = Math.floor(value);
  const rest = Math.round((value - whole) * NANOSECONDS_PER_MILLISECOND);
  const high = Math.floor(whole / WORD);
  const low = (whole - high * WORD) * NANOSECONDS_PER_MILLISECOND + rest;
  const carry = Math.floor(low / WORD);
  words[2 * row] = low - carry * WORD;
  words[2 * row + 1] = high * NANOSECONDS_PER_MILLISECOND + carry;
}

function outOfRange(value: number | bigint): BackendError {
  return new BackendError("internal", `the time ${value} is outside the years 1677 to 2262`);
}
