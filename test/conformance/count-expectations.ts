import type { WindowedSeries } from "@modelwatch/sources";
import { expect } from "vitest";

/** Expectations about counts with a relative tolerance: 0 for stores that add up what was sent. */
export function countExpectations(tolerance: number) {
  const expectCount = (actual: number, expected: number): void => {
    expect(Math.abs(actual - expected), `${actual} for ${expected}`).toBeLessThanOrEqual(
      expected * tolerance,
    );
  };
  const expectCounts = (series: WindowedSeries | undefined, expected: readonly number[]): void => {
    expect(series?.windows.counts).toHaveLength(expected.length);
    expected.forEach((count, i) => expectCount(series!.windows.counts[i]!, count));
  };
  return { expectCount, expectCounts };
}
