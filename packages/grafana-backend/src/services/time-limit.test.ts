import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { CallContext } from "../grpc/route.js";
import { GRPC_CANCELLED, GrpcStatusError } from "../grpc/status.js";
import { startTimeLimit } from "./time-limit.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const NEVER = new Promise<never>(() => {});

function call(signal: AbortSignal, timeoutMs?: number): CallContext {
  const closing = new AbortController().signal;
  return { signal, closing, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
}

it.each([
  ["the plugin's time limit where the caller has none", undefined, 10_000, /10000 ms \(the plugin's/],
  ["the caller's deadline less half a second where that is earlier", 8_000, 7_500, /7500 ms \(the caller's/],
  ["the caller's deadline less a tenth where it is short", 100, 90, /90 ms \(the caller's/],
])("ends with %s", async (_case, callerMs, endsMs, message) => {
  const limit = startTimeLimit(call(new AbortController().signal, callerMs), 10_000);
  const work = limit.orEnded(NEVER);
  const end = expect(work).rejects.toMatchObject({
    code: "deadline-exceeded",
    message: expect.stringMatching(message),
  });
  vi.advanceTimersByTime(endsMs - 1);
  expect(limit.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(limit.signal.aborted).toBe(true);
  await end;
});

it("ends as cancelled when the caller goes, and never after its release", async () => {
  const caller = new AbortController();
  const limit = startTimeLimit(call(caller.signal), 10_000);
  const released = startTimeLimit(call(caller.signal), 10_000);
  released.release();
  const work = expect(limit.orEnded(NEVER)).rejects.toMatchObject({ code: "cancelled" });
  caller.abort(new GrpcStatusError(GRPC_CANCELLED, "the caller ended the call"));
  vi.advanceTimersByTime(20_000);
  await work;
  expect(released.signal.aborted).toBe(false);
});

it("hands on what is finished in time, after the end too", async () => {
  const limit = startTimeLimit(call(new AbortController().signal), 10);
  const finished = limit.orEnded(Promise.resolve("answer"));
  vi.advanceTimersByTime(10);
  expect(await finished).toBe("answer");
});
