/** Frames of HTTP/2 as bytes, also such as no library would send: https://www.rfc-editor.org/rfc/rfc9113#section-4.1 */
export const FRAME = {
  data: 0,
  headers: 1,
  priority: 2,
  reset: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

export const END_STREAM = 0x1;
export const END_HEADERS = 0x4;
export const NOTHING = Buffer.alloc(0);

/** What every client begins with: the preface and its settings. */
export const PREFACE = Buffer.concat([
  Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
  toFrame(FRAME.settings, 0, 0),
]);

/** One frame; `claimed` lies about the length. */
export function toFrame(
  type: number,
  flags: number,
  stream: number,
  payload: Buffer = NOTHING,
  claimed: number = payload.length,
): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(claimed, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
}

/** A header that enters no table: https://www.rfc-editor.org/rfc/rfc7541#section-6.2.2 */
export function toHeader(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.of(0), toText(name), toText(value)]);
}

/** The same, entering the dynamic table. */
export function toIndexedHeader(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.of(0x40), toText(name), toText(value)]);
}

function toText(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length < 127) return Buffer.concat([Buffer.of(bytes.length), bytes]);
  // a prefix of seven ones, then the rest in groups of seven bits
  const length = [0x7f];
  let rest = bytes.length - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) length.push((rest % 128) | 0x80);
  return Buffer.concat([Buffer.from([...length, rest]), bytes]);
}

/** The headers of a gRPC call. */
export function toCallHeaders(
  path = "/grpc.health.v1.Health/Check",
  contentType = "application/grpc",
): Buffer {
  return Buffer.concat([
    toHeader(":method", "POST"),
    toHeader(":scheme", "http"),
    toHeader(":path", path),
    toHeader(":authority", "localhost"),
    toHeader("content-type", contentType),
    toHeader("te", "trailers"),
  ]);
}

/** Tells the types of the frames that came to their end with each piece of bytes. */
export function createFrameReader(): { push(bytes: Buffer): readonly number[] } {
  let rest = NOTHING;
  return {
    push: (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      const types: number[] = [];
      for (;;) {
        const end = rest.length < 9 ? Number.POSITIVE_INFINITY : 9 + rest.readUIntBE(0, 3);
        if (end > rest.length) return types;
        types.push(rest.readUInt8(3));
        rest = rest.subarray(end);
      }
    },
  };
}
