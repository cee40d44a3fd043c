import {
  GRPC_INVALID_ARGUMENT,
  GRPC_RESOURCE_EXHAUSTED,
  GRPC_UNIMPLEMENTED,
  GrpcStatusError,
} from "./status.js";

/** One byte "compressed", four bytes of length, big endian. */
export const FRAME_HEADER_BYTES = 5;

/** Some HTTP/2 peers answer one large write with too many control frames; slices with a wait between them are safe. */
const SLICE_BYTES = 128 * 1024;

/** A message with its header, in slices to write one after the other; a small message is one slice. */
export function* toSlices(message: Uint8Array): Iterable<Uint8Array> {
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header.writeUInt32BE(message.length, 1);
  yield Buffer.concat([header, message.subarray(0, SLICE_BYTES)]);
  for (let start = SLICE_BYTES; start < message.length; start += SLICE_BYTES) {
    yield message.subarray(start, start + SLICE_BYTES);
  }
}

/** Collects the one message of a unary or server-streaming request from chunks of any size. */
export class RequestReader {
  private readonly chunks: Buffer[] = [];
  private received = 0;
  private expected: number | undefined;

  private readonly maxMessageBytes: number;

  constructor(maxMessageBytes: number) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /** @throws GrpcStatusError as soon as the request cannot be accepted. */
  push(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.received += chunk.length;
    if (this.expected === undefined && this.received >= FRAME_HEADER_BYTES) this.expected = this.readHeader();
    if (this.expected !== undefined && this.received > this.expected + FRAME_HEADER_BYTES) {
      throw new GrpcStatusError(GRPC_INVALID_ARGUMENT, "the request holds more than one message");
    }
  }

  /** The whole message, when the request has ended. */
  finish(): Uint8Array {
    const body = Buffer.concat(this.chunks, this.received);
    if (this.expected === undefined || body.length !== this.expected + FRAME_HEADER_BYTES) {
      throw new GrpcStatusError(
        GRPC_INVALID_ARGUMENT,
        `the request ended after ${body.length} bytes, inside a message`,
      );
    }
    return body.subarray(FRAME_HEADER_BYTES);
  }

  private readHeader(): number {
    const head = this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks);
    // no encoding is announced by this server, so none may be used
    if (head.readUInt8(0) !== 0)
      throw new GrpcStatusError(GRPC_UNIMPLEMENTED, "compressed requests are not accepted");
    const length = head.readUInt32BE(1);
    if (length > this.maxMessageBytes) {
      throw new GrpcStatusError(
        GRPC_RESOURCE_EXHAUSTED,
        `the request has ${length} bytes; at most ${this.maxMessageBytes} are accepted`,
      );
    }
    return length;
  }
}
