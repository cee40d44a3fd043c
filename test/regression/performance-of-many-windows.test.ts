import { parseQuery } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { expect, it } from "vitest";

const DAY_MS = 86_400_000;
const TO_MS = Date.UTC(2026, 0, 1);

function askPerformance(days: number, signal?: AbortSignal) {
  const query = parseQuery({
    analysis: "performance",
    subject: { model: "churn" },
    window: { width: "5m" },
    range: { from: new Date(TO_MS - days * DAY_MS).toISOString(), to: new Date(TO_MS).toISOString() },
  });
  return evaluate(query, createMemoryStore().source, signal ? { signal } : {});
}

it("performance of twelve thousand windows overflowed the stack", async () => {
  const findings = await askPerformance(42);
  expect(findings.length).toBeGreaterThan(100_000);
});

it("performance of many windows kept every other query of the process waiting, and outlived its time limit", async () => {
  const abort = new AbortController();
  const reason = new Error("the time is up");
  // a timer fires only when the evaluation gives the event loop back
  setTimeout(() => abort.abort(reason), 0);
  await expect(askPerformance(60, abort.signal)).rejects.toThrow();
  expect(abort.signal.aborted).toBe(true);
});
