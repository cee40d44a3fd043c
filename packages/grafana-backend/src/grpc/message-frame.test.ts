import * as fc from "fast-check";
import { expect, it } from "vitest";
import { RequestReader, toSlices } from "./message-frame.js";

it("reads back what it wrote, however the bytes are cut", () => {
  const sizes = fc.oneof(fc.nat(64), fc.constantFrom(131_071, 131_072, 131_073, 400_000));
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 70_000 }), (size, cut) => {
      const message = Buffer.alloc(size, 7);
      const wire = Buffer.concat([...toSlices(message)]);
      const reader = new RequestReader(1_000_000);
      for (let start = 0; start < wire.length; start += cut) reader.push(wire.subarray(start, start + cut));
      expect(Buffer.compare(reader.finish(), message)).toBe(0);
    }),
    { numRuns: 60 },
  );
});

it("refuses a message beyond its limit at the header, before the body has come", () => {
  const header = Buffer.from([0, 0, 0, 0, 11]);
  expect(() => new RequestReader(10).push(header)).toThrow(/11 bytes; at most 10/);
});

it("refuses compression, a second message, and an end inside a message", () => {
  expect(() => new RequestReader(10).push(Buffer.from([1, 0, 0, 0, 0]))).toThrow(/compressed/);
  expect(() => new RequestReader(10).push(Buffer.from([0, 0, 0, 0, 0, 0]))).toThrow(/more than one message/);
  const truncated = new RequestReader(10);
  truncated.push(Buffer.from([0, 0, 0, 0, 3, 1]));
  expect(() => truncated.finish()).toThrow(/inside a message/);
  expect(() => new RequestReader(10).finish()).toThrow(/ended after 0 bytes/);
});
