import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dateChange } from "./date-change.js";
import { scanMeans } from "./scan-means.js";
import { scanShares } from "./scan-shares.js";

const row = fc.array(fc.nat(200), { minLength: 3, maxLength: 3 });
const series = fc.array(row, { minLength: 4, maxLength: 25 }).map((rows) => Float64Array.from(rows.flat()));

function logLikelihood(shares: readonly number[]): number {
  const n = shares.reduce((a, b) => a + b, 0);
  return shares.reduce((log, count) => log + (count > 0 ? count * Math.log(count / n) : 0), 0);
}

/** The definition, cut by cut and without running sums. */
function naiveRatio(counts: Float64Array, cells: number, cut: number): number {
  const sums = [0, 1].map((side) =>
    Array.from({ length: cells }, (_, cell) =>
      counts.reduce((sum, count, i) => {
        const after = Math.floor(i / cells) >= cut;
        return i % cells === cell && after === (side === 1) ? sum + count : sum;
      }, 0),
    ),
  );
  const all = sums[0]!.map((count, cell) => count + sums[1]![cell]!);
  return logLikelihood(sums[0]!) + logLikelihood(sums[1]!) - logLikelihood(all);
}

describe("scanShares", () => {
  it("is the multinomial likelihood ratio at every cut", () => {
    fc.assert(
      fc.property(series, (counts) => {
        const scan = scanShares(counts, 3);
        // rare cells are joined: then the definition holds for other cells
        if ("kind" in scan || scan.degrees < 2) return;
        scan.logRatio.forEach((ratio, cut) => {
          if (ratio > -Infinity) expect(ratio).toBeCloseTo(naiveRatio(counts, 3, cut), 6);
        });
      }),
    );
  });

  it("dates a change that reading backwards dates alike", () => {
    fc.assert(
      fc.property(series, (counts) => {
        const rows = counts.length / 3;
        const turned = Float64Array.from(
          counts,
          (_, i) => counts[(rows - 1 - Math.floor(i / 3)) * 3 + (i % 3)]!,
        );
        const [forth, back] = [scanShares(counts, 3), scanShares(turned, 3)];
        expect("kind" in forth).toBe("kind" in back);
        if ("kind" in forth || "kind" in back) return;
        forth.logRatio.forEach((ratio, cut) => {
          if (ratio > -Infinity) expect(back.logRatio[rows - cut]).toBeCloseTo(ratio, 6);
        });
      }),
    );
  });

  it("finds a plain change to the window, and keeps empty windows out of the evidence", () => {
    const counts = Float64Array.from([50, 50, 52, 48, 49, 51, 0, 0, 90, 10, 88, 12, 91, 9]);
    const scan = scanShares(counts, 2);
    if ("kind" in scan) throw new Error(scan.reason);
    const date = dateChange(scan, 0.05);
    // nobody can say on which side of the empty window it happened
    expect([date.cut, date.low, date.high]).toEqual([3, 3, 4]);
    expect(date.logPValue).toBeLessThan(Math.log(1e-10));
  });

  it("says why it cannot tell", () => {
    expect(scanShares(Float64Array.of(5, 5, 5, 5, 5, 5), 2)).toMatchObject({ reason: "too-few" });
    expect(
      scanShares(
        new Float64Array(40).map((_, i) => (i % 2 === 0 ? 9 : 0)),
        2,
      ),
    ).toMatchObject({ reason: "one-cell" });
    expect(scanShares(new Float64Array(0), 2)).toMatchObject({ reason: "too-few" });
    expect(() => scanShares(Float64Array.of(1, -1), 2)).toThrow(/counts\[1\] is -1/);
    expect(() => scanShares(Float64Array.of(1, 1, 1), 2)).toThrow(/for 2 cells/);
  });

  it("stays finite with counts near 2^53", () => {
    const big = 2 ** 52;
    const counts = Float64Array.from(
      [1, 1, 1, 1.5, 1.5, 1.5].flatMap((factor) => [big / 4, (big / 4) * factor]),
    );
    const scan = scanShares(counts, 2);
    if ("kind" in scan) throw new Error(scan.reason);
    const date = dateChange(scan, 0.05);
    expect([date.cut, date.plausible]).toEqual([3, 1]);
    expect(Number.isFinite(date.logPValue)).toBe(true);
  });
});

function means(values: readonly number[]) {
  return scanMeans(
    new Float64Array(values.length).fill(100),
    Float64Array.from(values, (mean) => 100 * mean),
  );
}

describe("scanMeans", () => {
  it("dates a shift of the mean and gives both sides", () => {
    const scan = means([5.1, 4.9, 5, 5.05, 4.95, 8.1, 7.9, 8, 8.05, 7.95]);
    if ("kind" in scan) throw new Error(scan.reason);
    expect(dateChange(scan, 0.05)).toMatchObject({ cut: 5, low: 5, high: 5 });
    expect([scan.before.mean, scan.after.mean]).toEqual([expect.closeTo(5, 12), expect.closeTo(8, 12)]);
    expect(scan.before.standardError).toBeLessThan(0.1);
  });

  it("does not depend on the unit or the offset", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 6, maxLength: 30 }), (values) => {
        const [one, other] = [means(values), means(values.map((value) => 1e6 + 8 * value))];
        expect("kind" in one).toBe("kind" in other);
        if ("kind" in one || "kind" in other) return;
        const [a, b] = [dateChange(one, 0.05), dateChange(other, 0.05)];
        expect(b.logRatio).toBeCloseTo(a.logRatio, 4);
      }),
    );
  });

  it("says why it cannot tell", () => {
    expect(means([1, 2, 3])).toMatchObject({ reason: "too-few" });
    expect(means([7.1, 7.1, 7.1, 7.1, 7.1])).toMatchObject({ reason: "constant" });
    expect(() => scanMeans(Float64Array.of(1), Float64Array.of(Number.NaN))).toThrow(/Σx = NaN/);
  });
});
