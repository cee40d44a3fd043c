/** The few forms of ASN.1 DER that a certificate needs (X.690). */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.of(tag), toLength(content.length), content]);
}

export const derSequence = (...items: readonly Uint8Array[]): Buffer => der(0x30, ...items);
export const derSet = (...items: readonly Uint8Array[]): Buffer => der(0x31, ...items);
export const derOctets = (content: Uint8Array): Buffer => der(0x04, content);
export const derBits = (content: Uint8Array, unusedBits = 0): Buffer =>
  der(0x03, Buffer.of(unusedBits), content);
export const derText = (text: string): Buffer => der(0x0c, Buffer.from(text));
export const derTrue = (): Buffer => der(0x01, Buffer.of(0xff));
/** `[number] EXPLICIT`. */
export const derTagged = (number: number, content: Uint8Array): Buffer => der(0xa0 + number, content);

/** A non-negative integer, big endian. */
export function derInteger(bytes: Uint8Array): Buffer {
  const first = bytes[0] ?? 0;
  return first >= 0x80 ? der(0x02, Buffer.of(0), bytes) : der(0x02, bytes);
}

/** `"2.5.29.17"`. */
export function derOid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(toBase128)]));
}

/** UTCTime before 2050, GeneralizedTime from then on (RFC 5280 §4.1.2.5). */
export function derTime(time: Date): Buffer {
  const digits = time
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replace(/[-:T]/g, "");
  return time.getUTCFullYear() < 2050
    ? der(0x17, Buffer.from(digits.slice(2)))
    : der(0x18, Buffer.from(digits));
}

function toLength(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return Buffer.from([0x80 | bytes.length, ...bytes]);
}

function toBase128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift(0x80 | (rest & 0x7f));
  return bytes;
}
