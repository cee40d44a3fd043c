import {
  END_HEADERS,
  END_STREAM,
  FRAME,
  NOTHING,
  PREFACE,
  toCallHeaders,
  toFrame,
  toHeader,
  toIndexedHeader,
} from "./http2-frames.js";

/** What a connection sends that speaks no HTTP/2, or speaks it to do harm. */
export interface Attack {
  readonly name: string;
  bytes(): Iterable<Buffer>;
}

const MANY = 50_000;
/** Garbage that is the same each time. */
const GARBAGE = Buffer.from(Array.from({ length: 65_536 }, (_, i) => (i * 2_654_435_761) >>> 24));

function* repeat(count: number, toBytes: (index: number) => Buffer): Iterable<Buffer> {
  yield PREFACE;
  for (let start = 0; start < count; start += 1_000) {
    yield Buffer.concat(Array.from({ length: Math.min(1_000, count - start) }, (_, i) => toBytes(start + i)));
  }
}

const once = (name: string, ...parts: Buffer[]): Attack => ({ name, bytes: () => parts });
const afterPreface = (name: string, ...parts: Buffer[]): Attack => once(name, PREFACE, ...parts);
const flood = (name: string, toBytes: (index: number) => Buffer, count = MANY): Attack => ({
  name,
  bytes: () => repeat(count, toBytes),
});

const openStream = (index: number, headers: Buffer): Buffer =>
  toFrame(FRAME.headers, END_HEADERS, 2 * index + 1, headers);
const reset = (index: number): Buffer => toFrame(FRAME.reset, 0, 2 * index + 1, Buffer.from([0, 0, 0, 8]));

/** An entry of four kilobytes in the header table, and sixteen thousand uses of it at a byte each: 64 MB of headers. */
const HEADER_BOMB = Buffer.concat([toIndexedHeader("x", "y".repeat(4_000)), Buffer.alloc(16_000, 0xbe)]);

export const ATTACKS: readonly Attack[] = [
  once("bytes of no protocol", GARBAGE),
  once("nothing at all", NOTHING),
  once("a request of HTTP/1.1", Buffer.from("GET / HTTP/1.1\r\nHost: x\r\n\r\n")),
  once("the greeting of TLS", Buffer.from("16030100a5010000a10303", "hex"), GARBAGE.subarray(0, 160)),
  once("half a preface", PREFACE.subarray(0, 10)),
  afterPreface("garbage after the preface", GARBAGE),
  afterPreface("a frame that claims 16 MB", toFrame(FRAME.data, 0, 1, GARBAGE, 2 ** 24 - 1)),
  afterPreface("a ping of seven bytes", toFrame(FRAME.ping, 0, 0, Buffer.alloc(7))),
  afterPreface("a reset of three bytes", toFrame(FRAME.reset, 0, 1, Buffer.alloc(3))),
  afterPreface("data of a stream that nobody opened", toFrame(FRAME.data, 0, 7, GARBAGE.subarray(0, 100))),
  afterPreface("a window that grows by nothing", toFrame(FRAME.windowUpdate, 0, 0, Buffer.alloc(4))),
  afterPreface(
    "a window beyond 2^31",
    toFrame(FRAME.windowUpdate, 0, 0, Buffer.from([0x7f, 0xff, 0xff, 0xff])),
    toFrame(FRAME.windowUpdate, 0, 0, Buffer.from([0x7f, 0xff, 0xff, 0xff])),
  ),
  afterPreface("settings of five bytes", toFrame(FRAME.settings, 0, 0, Buffer.alloc(5))),
  afterPreface("an even stream", toFrame(FRAME.headers, END_HEADERS, 2, toCallHeaders())),
  afterPreface("a broken header table", openStream(0, Buffer.alloc(100, 0xff))),
  afterPreface("headers of 64 MB in 20 kB", openStream(0, HEADER_BOMB)),
  flood("a thousand times headers of 64 MB", (i) => openStream(i, HEADER_BOMB.subarray(0, 16_000)), 1_000),
  flood("settings without end", () => toFrame(FRAME.settings, 0, 0, Buffer.from([0, 4, 0, 0, 0xff, 0xff]))),
  flood("pings without end", () => toFrame(FRAME.ping, 0, 0, Buffer.alloc(8))),
  flood("empty data without end", (i) =>
    i === 0 ? openStream(0, toCallHeaders()) : toFrame(FRAME.data, 0, 1),
  ),
  flood("a request in single bytes", (i) =>
    i === 0 ? openStream(0, toCallHeaders()) : toFrame(FRAME.data, 0, 1, Buffer.of(0)),
  ),
  flood("headers that never end", (i) =>
    i === 0
      ? toFrame(FRAME.headers, 0, 1, toCallHeaders())
      : toFrame(FRAME.continuation, 0, 1, toHeader(`x-${i}`, "y".repeat(100))),
  ),
  flood("empty headers that never end", (i) =>
    i === 0 ? toFrame(FRAME.headers, 0, 1, toCallHeaders()) : toFrame(FRAME.continuation, 0, 1),
  ),
  flood("streams that are reset at once", (i) => Buffer.concat([openStream(i, toCallHeaders()), reset(i)])),
  flood("streams of an unknown path that are reset at once", (i) =>
    Buffer.concat([openStream(i, toCallHeaders("/unknown")), reset(i)]),
  ),
  flood("streams of a wrong content type that are reset at once", (i) =>
    Buffer.concat([openStream(i, toCallHeaders("/x", "text/plain")), reset(i)]),
  ),
  flood(
    "calls that end at once, without a message",
    (i) => toFrame(FRAME.headers, END_HEADERS | END_STREAM, 2 * i + 1, toCallHeaders()),
    5_000,
  ),
  flood("priorities without end", (i) => toFrame(FRAME.priority, 0, 2 * i + 1, Buffer.alloc(5, 1))),
];
