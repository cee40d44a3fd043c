import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toSeconds, toWindowRuns } from "./window-runs.js";

const DAY = 86_400_000;

describe("runs of windows", () => {
  it("makes one query of windows of one width", () => {
    const edges = Array.from({ length: 8 }, (_, day) => day * DAY);
    expect(toWindowRuns(edges)).toEqual([{ first: 0, windows: 7, widthMs: DAY, firstEndMs: DAY }]);
  });

  it("joins neighbouring months of equal length only", () => {
    const months = Array.from({ length: 10 }, (_, month) => Date.UTC(2013, month + 2, 1));
    expect(toWindowRuns(months).map(({ windows, widthMs }) => [windows, widthMs / DAY])).toEqual([
      [1, 31],
      [1, 30],
      [1, 31],
      [1, 30],
      [2, 31],
      [1, 30],
      [1, 31],
      [1, 30],
    ]);
  });

  it("covers every window once, in order, and stays below Prometheus' 11,000 points", () => {
    const widths = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(widths, fc.nat(1_000_000), (steps, startMs) => {
        const edges = [startMs];
        for (const step of steps) edges.push((edges.at(-1) ?? 0) + step);
        const covered = toWindowRuns(edges).flatMap(({ first, windows, widthMs, firstEndMs }) =>
          Array.from({ length: windows }, (_, i) => [
            first + i,
            firstEndMs + (i - 1) * widthMs,
            firstEndMs + i * widthMs,
          ]),
        );
        expect(covered).toEqual(steps.map((_, i) => [i, edges[i], edges[i + 1]]));
      }),
    );
    const year = Array.from({ length: 105_121 }, (_, i) => i * 300_000);
    expect(Math.max(...toWindowRuns(year).map(({ windows }) => windows))).toBeLessThan(11_000);
  });

  it("writes milliseconds as seconds without loss", () => {
    expect(toSeconds(1_385_000_000_001)).toBe("1385000000.001");
  });
});
