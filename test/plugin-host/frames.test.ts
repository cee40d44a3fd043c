import { readdir, readFile } from "node:fs/promises";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOST_VARIANTS } from "./host-variants.js";
import type { DecodedFrame } from "./host-answers.js";
import { startPluginHost, type PluginHost } from "./plugin-host.js";
import { createPluginBuilder, type BuiltPlugins, type PluginCommand } from "./plugin-process.js";
import { toQueryRequest } from "./query-request.js";
import type { JsonField, JsonFrame } from "./test-plugin/json-frame.js";

// Frames of every kind go through the plugin, and Grafana's own SDK says what it read.
const CONTRACT = new URL("../conformance/frame-contract/", import.meta.url);
const EXAMPLES = (await readdir(CONTRACT)).filter((name) => name.endsWith(".json"));
const NANOSECOND_RANGE = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

let plugins: BuiltPlugins;
let command: PluginCommand;
beforeAll(async () => {
  plugins = await createPluginBuilder();
  command = await plugins.testPlugin("node-script");
});
afterAll(() => plugins.remove());

describe.each(HOST_VARIANTS)("the SDK of %s", (variant) => {
  let host: PluginHost;
  beforeAll(async () => {
    host = await startPluginHost(variant);
    await host.start(command);
  });
  afterAll(() => host.stop());

  const read = async (frame: JsonFrame): Promise<DecodedFrame | undefined> => {
    const { A } = await host.queryData(toQueryRequest({ A: { frames: [frame] } }));
    expect(A?.error).toBe("");
    return A?.frames[0];
  };

  it.each(EXAMPLES)("reads the contract's %s as it was sent", async (name) => {
    const { frame } = JSON.parse(await readFile(new URL(name, CONTRACT), "utf8")) as { frame: JsonFrame };
    expectSame(await read(frame), variant === "grafana-10" ? withoutNewMeta(frame) : frame);
  });

  it("reads any frame as it was sent: labels, nulls, NaN, ±∞, −0, nanoseconds, long texts, JSON", async () => {
    await fc.assert(
      fc.asyncProperty(FRAME, async (frame) => expectSame(await read(frame), frame)),
      { numRuns: 100 },
    );
  });
});

/** The SDK's reading, in the terms in which it was sent. */
function expectSame(read: DecodedFrame | undefined, sent: JsonFrame): void {
  expect(read?.name).toBe(sent.name ?? "");
  expect(read?.refId).toBe(sent.refId ?? "A");
  if (sent.meta) expect(read?.meta).toMatchObject(withoutDefaults(sent.meta));
  expect(
    read?.fields.map(({ name, type, labels, values }) => ({ name, type, labels: labels ?? {}, values })),
  ).toEqual(
    sent.fields.map(({ name, type, nullable, labels, values }) => ({
      name,
      type: (nullable === false ? "" : "*") + (SDK_TYPES[type] ?? type),
      labels: labels ?? {},
      values,
    })),
  );
  for (const [index, { config }] of sent.fields.entries()) {
    if (config) expect(read?.fields[index]?.config).toMatchObject(withoutDefaults(config));
  }
}

/** Older SDKs print neither the severity "info" nor the threshold −∞ (null): to them they are what is meant by nothing. */
function withoutDefaults<T extends object>(sent: T): T {
  return JSON.parse(
    JSON.stringify(sent, (key, value: unknown) =>
      (key === "severity" && value === "info") || (key === "value" && value === null) ? undefined : value,
    ),
  ) as T;
}

/** The SDK of Grafana 10 passes over what it does not know. */
function withoutNewMeta({ meta, ...frame }: JsonFrame): JsonFrame {
  if (!meta) return frame;
  const { uniqueRowIdFields: _new, ...known } = meta;
  return { ...frame, meta: known };
}

const SDK_TYPES: Readonly<Partial<Record<JsonField["type"], string>>> = {
  time: "time.Time",
  boolean: "bool",
  json: "json.RawMessage",
};

/** Texts of values as the host writes them. */
const VALUES: Readonly<Partial<Record<JsonField["type"], fc.Arbitrary<string>>>> = {
  time: fc.bigInt(NANOSECOND_RANGE).map(String),
  float64: fc.oneof(
    fc.constantFrom("NaN", "+Inf", "-Inf", "-0", "5e-324", "0.1"),
    fc.integer({ min: -999_999, max: 999_999 }).map(String),
  ),
  int64: fc.bigInt(NANOSECOND_RANGE).map(String),
  int8: fc.integer({ min: -128, max: 127 }).map(String),
  uint32: fc.nat(0xffff_ffff).map(String),
  uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
  string: fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("", "🚢".repeat(20_000), "\u0000|\n")),
  boolean: fc.boolean().map(String),
  // JSON's own null is sent as no value
  json: fc
    .json()
    .map((text) => JSON.stringify(JSON.parse(text)))
    .filter((text) => text !== "null"),
};
const TYPES = Object.keys(VALUES) as (keyof typeof VALUES)[];
const LABEL = fc.string({ unit: "grapheme", maxLength: 12 });

function fieldOf(rows: number): fc.Arbitrary<JsonField> {
  return fc
    .record({ type: fc.constantFrom(...TYPES), nullable: fc.boolean(), name: LABEL })
    .chain(({ type, nullable, name }) => {
      const value: fc.Arbitrary<string | null> = VALUES[type] ?? fc.constant("");
      const values = fc.array(nullable ? fc.option(value) : value, { minLength: rows, maxLength: rows });
      const labels = fc.dictionary(LABEL, LABEL, { minKeys: 1, maxKeys: 3 });
      return fc.record({ values, labels }).map((rest) => ({ type, nullable, name, ...rest }));
    });
}

const FRAME: fc.Arbitrary<JsonFrame> = fc.integer({ min: 1, max: 12 }).chain((rows) =>
  fc.record({
    name: fc.string({ unit: "grapheme" }),
    meta: fc.record({
      custom: fc.record({ any: fc.string({ unit: "grapheme" }), list: fc.array(fc.integer()) }),
    }),
    fields: fc.array(fieldOf(rows), { minLength: 1, maxLength: 6 }),
  }),
);
