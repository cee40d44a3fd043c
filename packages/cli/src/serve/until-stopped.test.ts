import { expect, it } from "vitest";
import { untilStopped } from "./until-stopped.js";

it.each(["SIGINT", "SIGTERM"] as const)("stops at %s and leaves no listener behind", async (signal) => {
  const before = process.listenerCount(signal);
  const stopped = untilStopped();
  expect(process.listenerCount(signal)).toBe(before + 1);
  process.emit(signal);
  await stopped;
  expect(process.listenerCount(signal)).toBe(before);
});
