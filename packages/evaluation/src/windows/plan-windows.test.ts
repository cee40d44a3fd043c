import type { Query } from "@modelwatch/conventions/query";
import { describe, expect, it } from "vitest";
import { toIso } from "./edges.js";
import { planWindows } from "./plan-windows.js";
import { createSeasonBases, previousBases } from "./reference-windows.js";

const BERLIN = "Europe/Berlin";

function plan(window: Partial<Query["window"]>, from: string, to: string, reference?: Query["reference"]) {
  return planWindows(
    { window: { width: "1d", timeZone: BERLIN, ...window }, range: { from, to } },
    reference,
  );
}

describe("sliding windows", () => {
  it("end at every step and are as wide as asked, also over a change of the clocks", () => {
    const { windows, sliding } = plan(
      { width: "1w", step: "1d" },
      "2024-03-29T00:00:00+01:00",
      "2024-04-02T00:00:00+02:00",
    );
    expect(sliding).toBe(true);
    expect(windows.map(({ fromMs, toMs }) => [toIso(fromMs, BERLIN), toIso(toMs, BERLIN)])).toEqual([
      ["2024-03-23T00:00:00+01:00", "2024-03-30T00:00:00+01:00"],
      ["2024-03-24T00:00:00+01:00", "2024-03-31T00:00:00+01:00"],
      ["2024-03-25T00:00:00+01:00", "2024-04-01T00:00:00+02:00"],
      ["2024-03-26T00:00:00+01:00", "2024-04-02T00:00:00+02:00"],
    ]);
  });

  it("are made of whole base windows", () => {
    for (const step of ["5m", "1h"] as const) {
      const { windows, baseEdges } = plan(
        { width: "1d", step },
        "2024-10-26T00:00:00+02:00",
        "2024-10-29T00:00:00+01:00",
      );
      for (const { fromMs, toMs, firstBase, endBase } of windows) {
        expect([baseEdges[firstBase], baseEdges[endBase]]).toEqual([fromMs, toMs]);
      }
    }
  });
});

describe("the window before", () => {
  it("is read for the first window too, and ends where the window begins", () => {
    for (const width of ["5m", "1h", "1d", "1w", "1mo", "range"] as const) {
      const planned = plan({ width }, "2024-03-30T00:00:00+01:00", "2024-03-30T12:00:00+01:00", {
        kind: "previous",
      });
      for (const window of planned.windows) {
        const [before] = previousBases(planned, width, window);
        expect(before?.to).toBe(window.firstBase);
        const lengthMs = window.fromMs - planned.baseEdges[before!.from]!;
        const hours = Math.abs(lengthMs - (window.toMs - window.fromMs)) / 3_600_000;
        // months and days around a change of the clocks are not equally long
        expect(hours).toBeLessThanOrEqual(width === "1mo" ? 73 : 1);
      }
    }
  });

  it("of a sliding window does not overlap with it", () => {
    const planned = plan(
      { width: "1d", step: "1h" },
      "2024-06-03T00:00:00+02:00",
      "2024-06-04T00:00:00+02:00",
      { kind: "previous" },
    );
    for (const window of planned.windows) {
      const [before] = previousBases(planned, "1d", window);
      expect(before).toEqual({ from: window.firstBase - 24, to: window.firstBase });
    }
  });
});

describe("the season", () => {
  const from = "2024-04-03T00:00:00+02:00";

  it("is the same local hour of the weeks before, across a change of the clocks", () => {
    const planned = plan({ width: "1h" }, from, "2024-04-03T02:00:00+02:00", { kind: "season", weeks: 2 });
    const basesOf = createSeasonBases(planned, 2);
    const starts = planned.windows.map((window) =>
      basesOf(window).map((base) => toIso(planned.baseEdges[base.from]!, BERLIN)),
    );
    expect(starts).toEqual([
      ["2024-03-20T00:00:00+01:00", "2024-03-27T00:00:00+01:00"],
      ["2024-03-20T01:00:00+01:00", "2024-03-27T01:00:00+01:00"],
    ]);
  });

  it("never lies inside the window, however long it is, and has its mix of hours", () => {
    const planned = plan({ width: "1mo" }, from, "2024-04-04T00:00:00+02:00", { kind: "season", weeks: 3 });
    const [window] = planned.windows;
    const bases = createSeasonBases(planned, 3)(window!);
    expect(bases.every((base) => base.to <= window!.firstBase)).toBe(true);
    const days = window!.endBase - window!.firstBase;
    expect(bases.length).toBe(3 * days);
  });
});
