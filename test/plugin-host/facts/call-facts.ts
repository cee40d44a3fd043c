import { createHash } from "node:crypto";
import { expect } from "vitest";
import type { QueryAnswer } from "../host-answers.js";
import type { PluginHost } from "../plugin-host.js";
import { toQueryRequest } from "../query-request.js";
import { TEXT_BYTES, toGeneratedFrame } from "../test-plugin/generated-frame.js";
import type { Fact } from "./fact.js";

const LARGE_BYTES = 30_000_000;

export const CALL_FACTS: readonly Fact[] = [
  {
    area: "size",
    name: "100,000 rows arrive as they were sent",
    check: async ({ host }) => {
      const answers = await host.queryData(toQueryRequest({ A: { rows: 100_000 } }), { digest: true });
      expect(digestsOf(answers["A"])).toEqual(generatedDigests(100_000));
    },
  },
  {
    area: "size",
    name: "an answer of 30 MB arrives as it was sent",
    check: ({ host }) => checkLargeAnswers(host, 1),
  },
  {
    area: "size",
    name: "eight answers of 30 MB at once arrive as they were sent",
    // seconds each time, and what can go wrong is the HTTP/2 server's, below all this
    over: ["tcp"],
    check: ({ host }) => checkLargeAnswers(host, 8),
  },
  {
    area: "calls",
    name: "64 queries at once each get their own answer",
    check: async ({ host }) => {
      const sizes = Array.from({ length: 64 }, (_, index) => 100 + index);
      const answers = await Promise.all(
        sizes.map((rows) => host.queryData(toQueryRequest({ A: { rows } }), { digest: true })),
      );
      expect(answers.map(({ A }) => digestsOf(A))).toEqual(sizes.map(generatedDigests));
    },
  },
  {
    area: "calls",
    name: "a cancelled call is cancelled in the handler",
    check: async ({ host }) => {
      const call = host.startQueryData(toQueryRequest({ A: { waitUntilCancelled: "was cancelled" } }));
      const outcome = expect(call.answer).rejects.toMatchObject({ code: "Canceled" });
      await host.logs("was cancelled: waiting");
      await call.cancel();
      await outcome;
      await host.logs("was cancelled");
    },
  },
  {
    area: "calls",
    name: "a query that is late for the deadline is a 504, is stopped in its handler, and leaves the others answered",
    check: async ({ host }) => {
      // on a busy machine a deadline can pass before anything is answered: then it is tried with a longer one
      let timeoutMs = 100;
      for (; !(await meetDeadline(host, timeoutMs)); timeoutMs *= 2) expect(timeoutMs).toBeLessThan(60_000);
      await host.logs(`waited ${timeoutMs} ms`);
    },
  },
];

async function checkLargeAnswers(host: PluginHost, count: number): Promise<void> {
  const request = toQueryRequest({ A: { textBytes: LARGE_BYTES } });
  const calls = Array.from({ length: count }, () => host.queryData(request, { digest: true }));
  for (const { A } of await Promise.all(calls)) {
    expect(A?.bytes).toBeGreaterThan(LARGE_BYTES);
    expect(digestsOf(A)).toEqual([textDigest(LARGE_BYTES)]);
  }
}

/** Whether there was time to answer before the deadline. */
async function meetDeadline(host: PluginHost, timeoutMs: number): Promise<boolean> {
  const request = toQueryRequest({
    late: { waitUntilCancelled: `waited ${timeoutMs} ms` },
    good: { rows: 1 },
  });
  const call = host.queryData(request, { timeoutMs });
  const answers = await call.catch((error: unknown) => {
    expect(error).toMatchObject({ code: "DeadlineExceeded" });
  });
  if (answers?.["good"]?.status !== 200) return false;
  expect(answers["late"]).toMatchObject({ status: 504, frames: [] });
  return true;
}

function digestsOf(answer: QueryAnswer | undefined): (string | undefined)[] {
  return answer?.frames.flatMap(({ fields }) => fields.map(({ digest }) => digest)) ?? [];
}

/** What the host must find: the fields of the generated frame, eight bytes a value. */
function generatedDigests(rows: number): string[] {
  return toGeneratedFrame({ rows }).fields.map(({ type, values }) => {
    const numbers = Array.from(values, Number);
    const bytes =
      type === "time"
        ? BigInt64Array.from(numbers, (ms) => BigInt(ms) * 1_000_000n)
        : Float64Array.from(numbers);
    return createHash("sha256").update(bytes).digest("hex");
  });
}

function textDigest(textBytes: number): string {
  const hash = createHash("sha256");
  for (let row = 0; row < textBytes / TEXT_BYTES; row++) {
    hash.update(`${String(row).padStart(TEXT_BYTES, "0")}\u0000`);
  }
  return hash.digest("hex");
}
