import { BinaryReader } from "@bufbuild/protobuf/wire";

/** Longest text that is read character by character: calling a TextDecoder costs more than that many characters. */
const SHORT_TEXT = 40;

/**
 * The decoder's reader with the two steps that OTLP metrics consist of (64-bit counts, short names) taken without
 * temporary objects. It reads what `BinaryReader` reads, and throws a RangeError at the end of the body as it does.
 */
export class FastReader extends BinaryReader {
  readonly #view: DataView;

  constructor(body: Uint8Array) {
    super(body);
    this.#view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  }

  override fixed64(): bigint {
    const value = this.#view.getBigUint64(this.pos, true);
    this.pos += 8;
    return value;
  }

  override string(): string {
    const start = this.pos;
    const length = this.uint32();
    if (length <= SHORT_TEXT && this.pos + length <= this.len) {
      const text = this.#shortAscii(length);
      if (text !== undefined) return text;
    }
    this.pos = start;
    return super.string();
  }

  #shortAscii(length: number): string | undefined {
    let text = "";
    for (let i = this.pos; i < this.pos + length; i++) {
      const code = this.#view.getUint8(i);
      if (code > 0x7f) return undefined;
      text += String.fromCharCode(code);
    }
    this.pos += length;
    return text;
  }
}
