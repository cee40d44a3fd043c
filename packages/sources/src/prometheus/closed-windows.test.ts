import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ClosedWindows, type WindowsRead } from "./closed-windows.js";
import type { SeriesWindows } from "./matrix.js";
import type { WindowRun } from "./window-runs.js";

const HOUR_MS = 3_600_000;
const CLOSED_AFTER_MS = 2 * HOUR_MS;
const SERIES = ["a", "b", "c"];

/** A store in which a window's values change until it is closed, and in which series come and go. */
function createStore() {
  const state = { nowMs: 100 * HOUR_MS, asked: 0, changes: 0 };
  const valueOf = (series: number, endMs: number): number => {
    if (endMs > state.nowMs || (endMs / HOUR_MS + series) % 7 < series) return Number.NaN;
    const isClosed = state.nowMs - endMs >= CLOSED_AFTER_MS;
    return (endMs / HOUR_MS) * 10 + series + (isClosed ? 0 : state.nowMs / 1e9);
  };
  const ask = (run: WindowRun): Promise<readonly SeriesWindows[]> => {
    state.asked += run.windows;
    return Promise.resolve(
      SERIES.map((name, series) => ({
        labels: { name },
        values: Float64Array.from({ length: run.windows }, (_, window) =>
          valueOf(series, run.firstEndMs + window * run.widthMs),
        ),
        histograms: new Map(),
      })).filter(({ values }) => values.some((value) => !Number.isNaN(value))),
    );
  };
  return { state, ask };
}

const create = (
  state: { readonly nowMs: number },
  maxValues = 100_000,
  onRead: (windows: WindowsRead) => void = () => {},
): ClosedWindows =>
  new ClosedWindows({
    maxValues,
    onRead,
    closedAfterMs: CLOSED_AFTER_MS,
    keptForMs: 1000 * HOUR_MS,
    clock: () => state.nowMs,
  });

const hours = (firstEndHour: number, windows: number): WindowRun => ({
  first: 0,
  windows,
  widthMs: HOUR_MS,
  firstEndMs: firstEndHour * HOUR_MS,
});

const byName = (series: readonly SeriesWindows[]) =>
  series.map(({ labels, values }) => [labels["name"], [...values]] as const);

describe("closed windows", () => {
  it("answer as the store does, whatever was asked before", async () => {
    const step = fc.record({
      laterHours: fc.integer({ min: 0, max: 5 }),
      fromHour: fc.integer({ min: 60, max: 130 }),
      windows: fc.integer({ min: 1, max: 40 }),
      question: fc.constantFrom("x", "y"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 15 }),
        fc.constantFrom(0, 50, 100_000),
        async (steps, most) => {
          const { state, ask } = createStore();
          const closed = create(state, most);
          for (const { laterHours, fromHour, windows, question } of steps) {
            state.nowMs += laterHours * HOUR_MS;
            const run = hours(fromHour, windows);
            const answer = await closed.read(question, run, ask);
            expect(byName(answer)).toEqual(byName(await ask(run)));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("a refresh asks the store for the open windows alone", async () => {
    const { state, ask } = createStore();
    const closed = create(state);
    await closed.read("x", hours(60, 40), ask);
    state.asked = 0;
    state.nowMs += HOUR_MS;
    await closed.read("x", hours(61, 40), ask);
    // that which ends at 99, which could still change when it was read, and the new one
    expect(state.asked).toBe(2);
  });

  it("every reading says how many windows were kept and how many asked", async () => {
    const { state, ask } = createStore();
    const reads: WindowsRead[] = [];
    const closed = create(state, 100_000, (windows) => reads.push(windows));
    await closed.read("x", hours(60, 30), ask);
    await closed.read("x", hours(50, 30), ask);
    await closed.read("x", hours(60, 30), ask);
    expect(reads).toEqual([
      { kept: 0, asked: 30 },
      { kept: 20, asked: 10 },
      { kept: 30, asked: 0 },
    ]);
    expect(state.asked).toBe(40);
    const keepsNothing = create(state, 0, (windows) => reads.push(windows));
    await keepsNothing.read("x", hours(60, 30), ask);
    expect(reads.at(-1)).toEqual({ kept: 0, asked: 30 });
  });

  it("callers with the same question take turns, so that it is asked once", async () => {
    const { state, ask } = createStore();
    const closed = create(state);
    const run = hours(60, 30);
    await Promise.all([closed.read("x", run, ask), closed.read("x", run, ask), closed.read("x", run, ask)]);
    expect(state.asked).toBe(30);
  });

  it("a caller that fails leaves the next one nothing but its turn", async () => {
    const { state, ask } = createStore();
    const closed = create(state);
    const run = hours(60, 30);
    const failing = closed.read("x", run, () => Promise.reject(new Error("gone")));
    const following = closed.read("x", run, ask);
    await expect(failing).rejects.toThrow("gone");
    expect(byName(await following)).toEqual(byName(await ask(run)));
  });

  it("are read anew after a while, and forgotten where memory is short", async () => {
    const { state, ask } = createStore();
    const run = hours(60, 30);
    const small = create(state, 89);
    await small.read("x", run, ask);
    await small.read("x", run, ask);
    expect(state.asked).toBe(60);
    const lasting = create(state);
    await lasting.read("x", run, ask);
    state.nowMs += 1000 * HOUR_MS;
    await lasting.read("x", run, ask);
    expect(state.asked).toBe(120);
  });
});
