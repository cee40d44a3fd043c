import { gzipSync } from "node:zlib";
import { startReceiver } from "@modelwatch/collector-stage";
import type { Receiver } from "@modelwatch/collector-stage";
import { ModelwatchError } from "@modelwatch/conventions";
import type { MetricSink } from "@modelwatch/sources";
import { createMemoryStore } from "@modelwatch/sources/memory";
import * as fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recordedBody } from "./recorded-body.js";

const MAX_BODY_BYTES = 50_000;

let appended = 0;
let receiver: Receiver;
let fail: (() => Promise<void>) | undefined;

beforeEach(async () => {
  appended = 0;
  fail = undefined;
  const memory = createMemoryStore();
  const sink: MetricSink = {
    append: async (batch) => {
      await fail?.();
      await memory.sink.append(batch);
      appended++;
    },
    close: () => memory.sink.close(),
  };
  receiver = await startReceiver({ sink, port: 0, maxBodyBytes: MAX_BODY_BYTES, maxInFlight: 2 });
});
afterEach(() => receiver.close());

async function post(body: Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  const type = { "Content-Type": "application/x-protobuf", ...headers };
  return fetch(`${receiver.url}/v1/metrics`, { method: "POST", headers: type, body: Buffer.from(body) });
}

/** The reason in a google.rpc.Status in JSON. */
async function reasonOf(response: Response): Promise<string> {
  const status: unknown = await response.json();
  const known =
    typeof status === "object" && status !== null && "message" in status ? status.message : undefined;
  return String(known);
}

test("a request cut anywhere is refused with the reason, stores nothing, and the receiver lives", async () => {
  const body = await recordedBody();
  for (let length = 1; length < body.length; length += 7) {
    const response = await post(body.subarray(0, length));
    expect(response.status, `cut to ${length} of ${body.length} bytes`).toBe(400);
    expect(response.headers.get("content-type")).toBe("application/x-protobuf");
    const status = Buffer.from(await response.arrayBuffer());
    // google.rpc.Status: field 1 (code) is 3, invalid argument; field 2 is the message
    expect([...status.subarray(0, 3)]).toEqual([0x08, 3, 0x12]);
    expect(status.toString("utf8")).toContain(`the body of ${length} bytes does not decode`);
  }
  expect(appended).toBe(0);
  expect((await post(body)).status).toBe(200);
  expect(appended).toBe(1);
});

test("random bytes never end the receiver and never answer 5xx", async () => {
  const property = fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (bytes) => {
    const response = await post(bytes);
    await response.arrayBuffer();
    expect([200, 400]).toContain(response.status);
  });
  await fc.assert(property, { numRuns: 150, seed: 7 });
  expect((await fetch(`${receiver.url}/healthz`)).status).toBe(200);
});

test("deep nesting is skipped or refused, not followed", async () => {
  let nested = Buffer.alloc(0);
  for (let depth = 0; depth < 5_000; depth++)
    nested = Buffer.concat([Buffer.from([0x2a]), lengthOf(nested), nested]);
  const response = await post(nested.subarray(0, MAX_BODY_BYTES - 1));
  await response.arrayBuffer();
  expect([200, 400]).toContain(response.status);
});

test.each([
  "{",
  "[]",
  "null",
  '{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"sum":{"dataPoints":[{"asInt":"x","timeUnixNano":"y"}]}}]}]}]}',
])("JSON that is no export is refused with the reason in JSON: %s", async (body) => {
  const response = await post(Buffer.from(body), { "Content-Type": "application/json" });
  expect(response.status).toBe(400);
  expect(await reasonOf(response)).toContain("does not decode");
  expect(appended).toBe(0);
});

test("a body that is too large is refused, compressed or not", async () => {
  const large = Buffer.alloc(MAX_BODY_BYTES + 1);
  expect((await post(large)).status).toBe(413);
  const bomb = gzipSync(Buffer.alloc(20_000_000));
  expect(bomb.length).toBeLessThan(MAX_BODY_BYTES);
  expect((await post(bomb, { "Content-Encoding": "gzip" })).status).toBe(413);
  expect((await post(Buffer.from("not gzip"), { "Content-Encoding": "gzip" })).status).toBe(400);
  expect(appended).toBe(0);
});

test("wrong types, paths and methods are told what is right", async () => {
  const body = await recordedBody();
  expect((await post(body, { "Content-Type": "text/plain" })).status).toBe(415);
  expect((await post(body, { "Content-Encoding": "br" })).status).toBe(415);
  expect((await fetch(`${receiver.url}/v1/traces`, { method: "POST", body: "x" })).status).toBe(404);
  const wrong = await fetch(`${receiver.url}/v1/metrics`);
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
  expect(appended).toBe(0);
});

test("a store that cannot take a batch makes the sender try again, and never a 500", async () => {
  const body = await recordedBody();
  fail = () => Promise.reject(new ModelwatchError("data-loss", "the disk is gone"));
  const response = await post(body);
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
  fail = undefined;
  expect((await post(body)).status).toBe(200);
  expect(receiver.stats()).toMatchObject({ acknowledged: 1, deferred: 1, refused: 0 });
});

test("what is beyond the limit of requests at work is told to come back", async () => {
  const body = await recordedBody();
  let release: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  let started = 0;
  const bothStarted = new Promise<void>((resolve) => {
    fail = async () => {
      if (++started === 2) resolve();
      await held;
    };
  });
  const first = [post(body), post(Buffer.concat([body, Buffer.from([0x10, 1])]))];
  await bothStarted;
  const third = await post(body);
  expect([third.status, third.headers.get("retry-after")]).toEqual([429, "1"]);
  release?.();
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual([200, 200]);
});

function lengthOf(bytes: Uint8Array): Buffer {
  const digits: number[] = [];
  let rest = bytes.length;
  do {
    digits.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return Buffer.from(digits);
}
