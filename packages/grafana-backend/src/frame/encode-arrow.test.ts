import { tableFromIPC } from "apache-arrow";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeFrame } from "./encode-arrow.js";
import type { Frame } from "./frame.js";

// The reader is another implementation than the writer: apache-arrow against @uwdata/flechette.
const FILE_MAGIC = "ARROW1";

const EVERY_TYPE: Frame = {
  name: "every type",
  fields: [
    { name: "time", type: "time", values: [1_700_000_000_000, 1_700_000_000_123_456_789n, null] },
    { name: "float", type: "float64", labels: { arm: "holdout" }, values: [Number.NaN, -Infinity, null] },
    { name: "int", type: "int64", values: [9_007_199_254_740_993n, -1, null] },
    { name: "text", type: "string", config: { unit: "short" }, values: ["", 'ü|"{}', null] },
    { name: "flag", type: "boolean", values: [true, false, null] },
    { name: "json", type: "json", values: [{ a: [1, null] }, "x", null] },
  ],
  meta: { notices: [{ severity: "warning", text: "few rows" }], custom: { exact: [0.1, 1e300] } },
};

function readDoubles(values: readonly (number | null)[] | Float64Array): (number | null)[] {
  const table = tableFromIPC(encodeFrame({ fields: [{ name: "v", type: "float64", values }] }, "A"));
  return [...(table.getChild("v") ?? [])];
}

function encodeTimes(values: number[]): Uint8Array {
  return encodeFrame({ fields: [{ name: "t", type: "time", nullable: false, values }] }, "A");
}

describe("encodeFrame", () => {
  it("writes an Arrow file, with its magic at both ends", () => {
    const text = Buffer.from(encodeFrame(EVERY_TYPE, "A")).toString("latin1");
    expect([text.slice(0, 6), text.slice(-6)]).toEqual([FILE_MAGIC, FILE_MAGIC]);
  });

  it("keeps name, refId and meta on the schema", () => {
    const { metadata } = tableFromIPC(encodeFrame(EVERY_TYPE, "A")).schema;
    expect(metadata.get("name")).toBe("every type");
    expect(metadata.get("refId")).toBe("A");
    expect(JSON.parse(metadata.get("meta") ?? "")).toEqual(EVERY_TYPE.meta);
  });

  it("keeps labels, config and the frontend's type on each field", () => {
    const fields = tableFromIPC(encodeFrame(EVERY_TYPE, "A")).schema.fields;
    expect(fields.map((field) => field.metadata.get("tstype"))).toEqual([
      "time",
      "number",
      "number",
      "string",
      "boolean",
      "other",
    ]);
    expect(fields[1]?.metadata.get("labels")).toBe('{"arm":"holdout"}');
    expect(fields[3]?.metadata.get("config")).toBe('{"unit":"short"}');
    expect(fields.every((field) => field.nullable)).toBe(true);
  });

  it("keeps every value of every type: nanoseconds, 64-bit integers, NaN, infinity, null, JSON", () => {
    const table = tableFromIPC(encodeFrame(EVERY_TYPE, "A"));
    const times = table.getChild("time")?.data[0]?.values;
    expect([times?.[0], times?.[1]]).toEqual([1_700_000_000_000_000_000n, 1_700_000_000_123_456_789n]);
    expect(table.getChild("time")?.get(2)).toBeNull();
    expect(table.getChild("float")?.toJSON()).toEqual([Number.NaN, -Infinity, null]);
    expect([...(table.getChild("int") ?? [])]).toEqual([9_007_199_254_740_993n, -1n, null]);
    expect(table.getChild("text")?.toJSON()).toEqual(["", 'ü|"{}', null]);
    expect(table.getChild("flag")?.toJSON()).toEqual([true, false, null]);
    const json = [...(table.getChild("json") ?? [])].map(
      (bytes) => bytes && Buffer.from(bytes).toString("utf8"),
    );
    expect(json).toEqual(['{"a":[1,null]}', '"x"', null]);
  });

  it("keeps any doubles and nulls, in a typed array or not", () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double()), { minLength: 1 }),
        fc.float64Array({ minLength: 1 }),
        (list, typed) => {
          expect(readDoubles(list)).toEqual(list);
          expect(readDoubles(typed)).toEqual([...typed]);
        },
      ),
    );
  });

  it("keeps milliseconds of any sign and fraction to the nanosecond, and refuses what 64 bits cannot hold", () => {
    const column = tableFromIPC(encodeTimes([-1.5, 0, 0.000001])).getChild("t");
    expect([...(column?.data[0]?.values ?? [])]).toEqual([-1_500_000n, 0n, 1n]);
    for (const value of [8.64e15, Number.NaN, Infinity])
      expect(() => encodeTimes([value])).toThrow(/1677 to 2262/);
  });

  it("refuses an empty frame, unequal fields, and a null where the field has none", () => {
    expect(() => encodeFrame({ fields: [] }, "A")).toThrow(/empty frame/);
    expect(() => encodeFrame({ fields: [{ name: "v", type: "float64", values: [] }] }, "A")).toThrow(
      /empty frame/,
    );
    const unequal: Frame = {
      fields: [
        { name: "a", type: "float64", values: [1] },
        { name: "b", type: "string", values: ["x", "y"] },
      ],
    };
    expect(() => encodeFrame(unequal, "A")).toThrow(/field b has 2 rows, the frame has 1/);
    const withNull: Frame = { fields: [{ name: "a", type: "float64", nullable: false, values: [1, null] }] };
    expect(() => encodeFrame(withNull, "A")).toThrow(/row 1 is null/);
  });
});
