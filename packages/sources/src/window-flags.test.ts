import { describe, expect, it } from "vitest";
import { FLAG_LATE, FLAG_RESET, spreadLate, toQuality } from "./window-flags.js";

const qualities = (flags: readonly number[], totals: readonly number[]) =>
  toQuality(spreadLate(Uint8Array.from(flags), Float64Array.from(totals)));

describe("windows whose values were counted late", () => {
  it("are flagged with the window that counted them", () => {
    expect(qualities([0, 0, FLAG_LATE, 0], [5, 5, 5, 5])).toEqual([["exact"], ["late"], ["late"], ["exact"]]);
  });

  it("are all windows without a count before it, and the last one with counts", () => {
    expect(qualities([0, 0, 0, 0, FLAG_LATE], [5, 5, 0, 0, 9])).toEqual([
      ["exact"],
      ["late"],
      ["late"],
      ["late"],
      ["late"],
    ]);
  });

  it("keep what else is known about them", () => {
    expect(qualities([FLAG_RESET, FLAG_LATE], [1, 1])).toEqual([["reset", "late"], ["late"]]);
  });
});
