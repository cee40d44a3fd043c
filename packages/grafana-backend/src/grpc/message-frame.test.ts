import * as fc from "fast-check";
import { expect, it } from "vitest";
import { RequestReader, toSlices } from "./message-frame.js";
import { createMessageMemory } from "./message-memory.js";

it("reads back what it wrote, however the bytes are cut", () => {
  const sizes = fc.oneof(fc.nat(64), fc.constantFrom(131_071, 131_072, 131_073, 400_000));
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 70_000 }), (size, cut) => {
      const message = Buffer.alloc(size, 7);
      const wire = Buffer.concat([...toSlices(message)]);
      const reader = new RequestReader(() => {});
      for (let start = 0; start < wire.length; start += cut) reader.push(wire.subarray(start, start + cut));
      expect(Buffer.compare(reader.finish(), message)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

it("refuses a message beyond the room for it at the header, before the body has come", () => {
  const memory = createMessageMemory("request", 10, 15);
  const read = (bytes: number) =>
    new RequestReader((length) => memory.reserve(length)).push(Buffer.from([0, 0, 0, 0, bytes]));
  expect(() => read(11)).toThrow(/11 bytes; at most 10/);
  read(10);
  expect(() => read(6)).toThrow(/6 bytes and 10 are open; at most 15/);
  memory.release(10);
  read(6);
});

it("refuses compression, a second message, and an end inside a message", () => {
  expect(() => new RequestReader(() => {}).push(Buffer.from([1, 0, 0, 0, 0]))).toThrow(/compressed/);
  expect(() => new RequestReader(() => {}).push(Buffer.from([0, 0, 0, 0, 0, 0]))).toThrow(
    /more than one message/,
  );
  const truncated = new RequestReader(() => {});
  truncated.push(Buffer.from([0, 0, 0, 0, 3, 1]));
  expect(() => truncated.finish()).toThrow(/inside a message/);
  expect(() => new RequestReader(() => {}).finish()).toThrow(/ended after 0 bytes/);
});
