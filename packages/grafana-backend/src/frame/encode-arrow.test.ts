import { tableFromIPC } from "apache-arrow";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeFrame } from "./encode-arrow.js";
import type { Field } from "./field.js";
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

const ENUM_CONFIG = {
  config: { type: { enum: { text: ["ok", "watch", "act"], color: ["green", "", "red"] } } },
};
const ENUM: Field = { ...ENUM_CONFIG, name: "state", type: "enum", values: [0, 2, null] };

const INTEGERS: readonly [Field, readonly unknown[]][] = [
  [{ name: "i8", type: "int8", values: [-128, 127, null] }, [-128, 127, null]],
  [{ name: "i16", type: "int16", values: [-32_768, 32_767, null] }, [-32_768, 32_767, null]],
  [{ name: "i32", type: "int32", values: [-(2 ** 31), 2 ** 31 - 1, null] }, [-(2 ** 31), 2 ** 31 - 1, null]],
  [
    { name: "i64", type: "int64", values: [-(2n ** 63n), 2n ** 63n - 1n, 7] },
    [-(2n ** 63n), 2n ** 63n - 1n, 7n],
  ],
  [{ name: "u8", type: "uint8", values: [0, 255, null] }, [0, 255, null]],
  [{ name: "u16", type: "uint16", values: [0, 65_535, null] }, [0, 65_535, null]],
  [{ name: "u32", type: "uint32", values: [0, 2 ** 32 - 1, null] }, [0, 2 ** 32 - 1, null]],
  [{ name: "u64", type: "uint64", values: [0, 2n ** 64n - 1n, null] }, [0n, 2n ** 64n - 1n, null]],
  [ENUM, [0, 2, null]],
];

const TYPED: readonly [Field, readonly unknown[]][] = [
  [
    { name: "f32", type: "float32", values: Float32Array.of(0.1, Number.NaN) },
    [Math.fround(0.1), Number.NaN],
  ],
  [{ name: "rounded", type: "float32", values: [0.1, -Infinity] }, [Math.fround(0.1), -Infinity]],
  [{ name: "i64", type: "int64", values: BigInt64Array.of(-1n, 2n) }, [-1n, 2n]],
  [{ name: "u64", type: "uint64", values: BigUint64Array.of(2n ** 64n - 1n) }, [2n ** 64n - 1n]],
  [{ name: "u8", type: "uint8", values: new Uint8Array([9, 1, 2, 9]).subarray(1, 3) }, [1, 2]],
];

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

  it("keeps whole numbers of every width at both ends, and enum indexes, which Grafana knows by their tstype", () => {
    for (const [field, values] of INTEGERS) {
      const table = tableFromIPC(encodeFrame({ fields: [field] }, "A"));
      expect([...(table.getChild(field.name) ?? [])], field.type).toEqual(values);
    }
    const [enumField] = tableFromIPC(encodeFrame({ fields: [ENUM] }, "A")).schema.fields;
    expect(enumField?.metadata.get("tstype")).toBe("enum");
    expect(JSON.parse(enumField?.metadata.get("config") ?? "")).toEqual(ENUM.config);
  });

  it("sends a typed array of the field's type as it is, and rounds numbers to a float32", () => {
    for (const [field, expected] of TYPED) {
      const table = tableFromIPC(encodeFrame({ fields: [field] }, "A"));
      expect([...(table.getChild(field.name) ?? [])], field.type).toEqual(expected);
    }
  });

  it.each<[string, Field]>([
    ["256 is not an uint8", { name: "f", type: "uint8", values: [256] }],
    ["-129 is not an int8", { name: "f", type: "int8", values: [-129] }],
    ["0.5 is not an int32", { name: "f", type: "int32", values: [0.5] }],
    ["NaN is not an int64", { name: "f", type: "int64", values: [Number.NaN] }],
    ["-1 is not an uint64", { name: "f", type: "uint64", values: [-1n] }],
    ["9223372036854775808 is not an int64", { name: "f", type: "int64", values: [2n ** 63n] }],
    ["70000 is not an enum index", { ...ENUM_CONFIG, name: "f", type: "enum", values: [70_000] }],
    ["a function is not JSON", { name: "f", type: "json", values: [() => 1] }],
  ])("refuses what would change on the way: %s", (problem, field) => {
    expect(() => encodeFrame({ fields: [field] }, "A")).toThrow(problem);
  });

  it("keeps any texts and their places, whatever their script and length", () => {
    const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.constant("𝄞🚢".repeat(3_000)), fc.constant(""));
    fc.assert(
      fc.property(fc.array(fc.option(text), { minLength: 1 }), (values) => {
        const bytes = encodeFrame({ fields: [{ name: "t", type: "string", values }] }, "A");
        expect([...(tableFromIPC(bytes).getChild("t") ?? [])]).toEqual(values);
      }),
    );
  });

  it("turns milliseconds into nanoseconds as whole-number arithmetic does", () => {
    const ms = fc.integer({ min: -9_223_372_036_854, max: 9_223_372_036_854 });
    fc.assert(
      fc.property(fc.array(ms, { minLength: 1 }), (values) => {
        const column = tableFromIPC(encodeTimes(values)).getChild("t");
        expect([...(column?.data[0]?.values ?? [])]).toEqual(
          values.map((value) => BigInt(value) * 1_000_000n),
        );
      }),
    );
  });

  it.each([
    [{ typeVersion: [0, -1] }, "meta.typeVersion is -1"],
    [{ uniqueRowIdFields: [0.5] }, "meta.uniqueRowIdFields is 0.5"],
  ] as const)("refuses metadata that Grafana's server cannot read: %j", (meta, problem) => {
    const fields: Field[] = [{ name: "v", type: "float64", values: [1] }];
    expect(() => encodeFrame({ fields, meta }, "A")).toThrow(problem);
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
