import { GRPC_INVALID_ARGUMENT, GRPC_UNIMPLEMENTED, GrpcStatusError } from "./status.js";

/** One byte "compressed", four bytes of length, big endian. */
export const FRAME_HEADER_BYTES = 5;

/** Some HTTP/2 peers answer one large write with too many control frames; slices with a wait between them are safe. */
export const SLICE_BYTES = 128 * 1024;

/** A message with its header, in slices to write one after the other; a small message is one slice. */
export function* toSlices(message: Uint8Array): Iterable<Uint8Array> {
  const inFirst = Math.min(message.length, SLICE_BYTES);
  const first = Buffer.allocUnsafe(FRAME_HEADER_BYTES + inFirst);
  first.writeUInt8(0, 0);
  first.writeUInt32BE(message.length, 1);
  first.set(message.subarray(0, inFirst), FRAME_HEADER_BYTES);
  yield first;
  for (let start = SLICE_BYTES; start < message.length; start += SLICE_BYTES) {
    yield message.subarray(start, start + SLICE_BYTES);
  }
}

/** Most requests fit; larger ones grow towards the length that they announced. */
const INITIAL_BYTES = 16 * 1024;

/**
 * Collects the one message of a unary or server-streaming request from chunks of any size. It holds at most twice the bytes
 * that have come, however small the pieces and however long the announced length.
 */
export class RequestReader {
  private buffer: Buffer = Buffer.alloc(0);
  private received = 0;
  private expected: number | undefined;

  private readonly admit: (messageBytes: number) => void;

  /** `admit` is told the announced length before the message is read; it throws where there is no room for it. */
  constructor(admit: (messageBytes: number) => void) {
    this.admit = admit;
  }

  /** @throws GrpcStatusError as soon as the request cannot be accepted. */
  push(chunk: Buffer): void {
    this.append(chunk);
    if (this.expected === undefined && this.received >= FRAME_HEADER_BYTES) this.expected = this.readHeader();
    if (this.expected !== undefined && this.received > this.expected + FRAME_HEADER_BYTES) {
      throw new GrpcStatusError(GRPC_INVALID_ARGUMENT, "the request holds more than one message");
    }
  }

  /** The whole message, when the request has ended. */
  finish(): Uint8Array {
    if (this.expected === undefined || this.received !== this.expected + FRAME_HEADER_BYTES) {
      throw new GrpcStatusError(
        GRPC_INVALID_ARGUMENT,
        `the request ended after ${this.received} bytes, inside a message`,
      );
    }
    return this.buffer.subarray(FRAME_HEADER_BYTES, this.received);
  }

  private append(chunk: Buffer): void {
    const end = this.received + chunk.length;
    if (this.received === 0) {
      // most requests come as one chunk, which is theirs alone: no copy
      this.buffer = chunk;
    } else {
      if (end > this.buffer.length) {
        const grown = Buffer.allocUnsafe(Math.max(INITIAL_BYTES, 2 * end));
        this.buffer.copy(grown, 0, 0, this.received);
        this.buffer = grown;
      }
      chunk.copy(this.buffer, this.received);
    }
    this.received = end;
  }

  private readHeader(): number {
    // no encoding is announced by this server, so none may be used
    if (this.buffer.readUInt8(0) !== 0)
      throw new GrpcStatusError(GRPC_UNIMPLEMENTED, "compressed requests are not accepted");
    const length = this.buffer.readUInt32BE(1);
    this.admit(length);
    return length;
  }
}
