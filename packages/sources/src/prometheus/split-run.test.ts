import { ModelwatchError } from "@modelwatch/conventions";
import { expect, it } from "vitest";
import { askInParts, type AskRun } from "./split-run.js";
import type { WindowRun } from "./window-runs.js";

const RUN: WindowRun = { first: 5, windows: 100, widthMs: 1000, firstEndMs: 7000 };

/** A store that holds the end of each window as its value, and refuses more windows than it can answer. */
function createStore(mostWindows: number) {
  const asked: number[] = [];
  const ask: AskRun = (run) => {
    asked.push(run.windows);
    if (run.windows > mostWindows) {
      return Promise.reject(new ModelwatchError("limit-exceeded", { problem: "too many samples" }));
    }
    const values = Float64Array.from({ length: run.windows }, (_, i) => run.firstEndMs + i * run.widthMs);
    return Promise.resolve([{ labels: { name: "x" }, values, histograms: new Map() }]);
  };
  return { asked, ask };
}

const EVERY_END = Float64Array.from({ length: RUN.windows }, (_, i) => 7000 + i * 1000);

it("a run of many series is asked for in parts that are small enough", async () => {
  const { asked, ask } = createStore(RUN.windows);
  const [answer] = await askInParts(RUN, 4_000, ask, undefined);
  expect(asked).toEqual([25, 25, 25, 25]);
  expect(answer?.values).toEqual(EVERY_END);
});

it("what is too much for the server is asked for by halves", async () => {
  const { asked, ask } = createStore(30);
  const [answer] = await askInParts(RUN, 1, ask, undefined);
  expect(asked).toEqual([100, 50, 25, 25, 50, 25, 25]);
  expect(answer?.values).toEqual(EVERY_END);
});

it("a single window that is too much is the caller's to hear", async () => {
  const { ask } = createStore(0);
  await expect(askInParts(RUN, 1, ask, undefined)).rejects.toMatchObject({
    code: "limit-exceeded",
  });
});

it("the first failure stops the other parts", async () => {
  const signals: AbortSignal[] = [];
  const ask: AskRun = (run, signal) => {
    signals.push(signal);
    return run.first === 5 ? Promise.reject(new Error("gone")) : new Promise(() => {});
  };
  await expect(askInParts(RUN, 4_000, ask, undefined)).rejects.toThrow("gone");
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true, true]);
});
