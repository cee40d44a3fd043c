import { BackendError } from "../errors/backend-error.js";

/** Texts of all rows behind one another, and where each begins and ends; nothing for a row without a value. */
export interface TextValues {
  readonly offsets: Int32Array<ArrayBuffer>;
  readonly values: Uint8Array;
}

/** Arrow counts the bytes of a column in 32 bits with a sign. */
const MAX_BYTES = 2 ** 31 - 1;
/** UTF-8 takes at most three bytes for one unit of UTF-16. */
const MAX_BYTES_PER_UNIT = 3;
/** Above it, counting the bytes of a text costs less than to hold three times the memory that it needs. */
const LONG_TEXT_UNITS = 4_096;

/** The rows' texts in UTF-8; an unpaired surrogate becomes U+FFFD. @throws BackendError `limit-exceeded` above 2 GiB. */
export function toTextValues(texts: readonly (string | null | undefined)[]): TextValues {
  const offsets = new Int32Array(texts.length + 1);
  let bytes = Buffer.allocUnsafe(16 * texts.length + 64);
  let end = 0;
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row];
    if (text) {
      const needed = end + mostBytes(text);
      if (needed > bytes.length) bytes = grow(bytes, end, needed);
      end += bytes.write(text, end, "utf8");
    }
    offsets[row + 1] = end;
  }
  return { offsets, values: bytes.subarray(0, end) };
}

function mostBytes(text: string): number {
  return text.length > LONG_TEXT_UNITS ? Buffer.byteLength(text) : MAX_BYTES_PER_UNIT * text.length;
}

function grow(bytes: Buffer, used: number, needed: number): Buffer<ArrayBuffer> {
  if (needed > MAX_BYTES) {
    throw new BackendError(
      "limit-exceeded",
      `the texts of one field take more than ${MAX_BYTES} bytes; send fewer rows`,
    );
  }
  const grown = Buffer.allocUnsafe(Math.min(MAX_BYTES, Math.max(needed, 2 * bytes.length)));
  bytes.copy(grown, 0, 0, used);
  return grown;
}
