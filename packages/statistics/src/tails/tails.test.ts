import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createCategoricalDistribution,
  createNumericDistribution,
} from "../distribution/create-distribution.js";
import { compareRates } from "./compare-rates.js";
import { shareDispersion } from "./share-dispersion.js";
import { alwaysValidShare, shareIntervals } from "./share-intervals.js";
import { tailMass } from "./tail-mass.js";
import { unseenCategories } from "./unseen-categories.js";

interface Fixture {
  readonly rates: {
    readonly input: [number, number, number, number, number];
    readonly logP: number;
    readonly logPMore: number;
    readonly ratioLow: number;
    readonly ratioHigh: number | null;
  }[];
  readonly unseen: {
    readonly input: [number[], number];
    readonly expected: number;
    readonly tail: Readonly<Record<string, number>>;
  }[];
}

const fixture: Fixture = JSON.parse(
  readFileSync(new URL("fixtures/scipy-rates.json", import.meta.url), "utf8"),
);

/** Relative to the larger of 1 and the expected size. */
function expectNear(got: number, expected: number, tolerance: number): void {
  expect(Math.abs(got - expected), `${got}, expected ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.max(1, Math.abs(expected)),
  );
}

describe("compareRates", () => {
  it.each(fixture.rates)("agrees with scipy's binomial on $input", (one) => {
    const [count, exposure, referenceCount, referenceExposure, alpha] = one.input;
    const reference = { count: referenceCount, exposure: referenceExposure };
    const got = compareRates({ count, exposure }, reference, { alpha });
    expectNear(got.logPValue, one.logP, 1e-9);
    expectNear(got.logPValueMore, one.logPMore, 1e-9);
    expectNear(got.low, one.ratioLow, 1e-8);
    expectNear(got.high, one.ratioHigh ?? Infinity, 1e-8);
  });

  it("tells three frauds in a thousand from one in fifty thousand, where a normal approximation would not know", () => {
    const rare = compareRates({ count: 3, exposure: 1000 }, { count: 1, exposure: 50_000 }, { alpha: 0.05 });
    expect(rare).toMatchObject({ ratio: 150, expected: 0.02 });
    expect(rare.low).toBeGreaterThan(1);
  });

  it("grants less certainty to rows that resemble each other", () => {
    const rate = [
      { count: 30, exposure: 1000 },
      { count: 100, exposure: 10_000 },
    ] as const;
    const plain = compareRates(...rate, { alpha: 0.05 });
    const grouped = compareRates(...rate, { alpha: 0.05, overdispersion: 5 });
    expect(grouped.logPValue).toBeGreaterThan(plain.logPValue);
    expect(grouped.low).toBeLessThan(plain.low);
  });

  it("knows nothing without events, and refuses what is no rate", () => {
    const none = compareRates({ count: 0, exposure: 10 }, { count: 0, exposure: 10 }, { alpha: 0.05 });
    expect(none).toEqual({
      ratio: null,
      low: 0,
      high: Infinity,
      expected: 0,
      logPValue: 0,
      logPValueMore: 0,
    });
    expect(() => compareRates({ count: 1, exposure: 0 }, { count: 1, exposure: 1 }, { alpha: 0.05 })).toThrow(
      /exposure is 0/,
    );
    expect(() =>
      compareRates({ count: -1, exposure: 1 }, { count: 1, exposure: 1 }, { alpha: 0.05 }),
    ).toThrow(/count is -1/);
  });
});

/** Of a share of 1 %, in units of what a normal likelihood would give: about 2. */
function relativeWidth(rows: number): number {
  const { low, high } = alwaysValidShare(rows / 100, rows, 0.05);
  const logs = Math.log(20) + 0.5 * Math.log((Math.PI * rows) / 2);
  return (high - low) / Math.sqrt((2 * 0.0099 * logs) / rows);
}

describe("shareIntervals", () => {
  it("holds the share in both intervals, the sequential one around the fixed one", () => {
    const rows = fc.integer({ min: 20, max: 1_000_000 });
    fc.assert(
      fc.property(rows, fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const count = Math.round(n * share);
        const { fixed, sequential } = shareIntervals(count, n, { alpha: 0.05 })!;
        expect(fixed.low).toBeLessThanOrEqual(count / n);
        expect(fixed.high).toBeGreaterThanOrEqual(count / n);
        expect(sequential.low).toBeLessThanOrEqual(fixed.low);
        expect(sequential.high).toBeGreaterThanOrEqual(fixed.high);
      }),
    );
  });

  it("narrows with the root of the rows up to 10^15 of them", () => {
    for (const rows of [1e7, 0.9e8, 1.1e8, 1e12, 1e15]) expect(relativeWidth(rows)).toBeCloseTo(2, 2);
  });

  it("keeps its digits for three events in 10^15 rows", () => {
    const [few, many] = [alwaysValidShare(3, 1e9, 0.05), alwaysValidShare(3, 1e15, 0.05)];
    // the mixture pays ½·ln of the rows, so the bound in events grows a little
    expect(many.high * 1e15).toBeGreaterThan(few.high * 1e9);
    expect(many.high * 1e15).toBeLessThan(40);
    expect(many.low).toBeGreaterThan(0);
  });

  it("turns round with the share", () => {
    const [few, many] = [alwaysValidShare(3, 200, 0.05), alwaysValidShare(197, 200, 0.05)];
    expect(many.low).toBeCloseTo(1 - few.high, 12);
    expect(many.high).toBeCloseTo(1 - few.low, 12);
    expect(alwaysValidShare(0, 0, 0.05)).toEqual({ low: 0, high: 1 });
  });

  it("is null below one effective row, and refuses contradictions", () => {
    expect(shareIntervals(0, 0, { alpha: 0.05 })).toBeNull();
    expect(shareIntervals(1, 3, { alpha: 0.05, overdispersion: 9 })).toBeNull();
    expect(() => shareIntervals(4, 3, { alpha: 0.05 })).toThrow(/count is 4 of 3 rows/);
    expect(() => shareIntervals(1, 3, { alpha: 0.05, overdispersion: 0.5 })).toThrow(/overdispersion is 0.5/);
  });
});

describe("tailMass", () => {
  const reference = createNumericDistribution({ bounds: [0, 1, 2, 3], counts: [5, 485, 500, 8, 2] });

  it("begins at the first bound that leaves no more than the share beyond it", () => {
    const current = createNumericDistribution({ bounds: [0, 1, 2, 3], counts: [0, 40, 40, 15, 5] });
    expect(tailMass(reference, current, "high", 0.01)).toMatchObject({
      bound: 2,
      current: { count: 20, rows: 100 },
      reference: { count: 10, rows: 1000 },
    });
    expect(tailMass(reference, current, "high", 0.005)).toMatchObject({ bound: 3, current: { count: 5 } });
    expect(tailMass(reference, current, "low", 0.01)).toMatchObject({ bound: 0, current: { count: 0 } });
  });

  it("says where no bound lies that far out, and what is missing", () => {
    expect(tailMass(reference, reference, "low", 0.001)).toMatchObject({ reason: "open-tail" });
    const empty = createNumericDistribution({ bounds: [0], counts: [0, 0] });
    expect(tailMass(reference, empty, "low", 0.01)).toMatchObject({ reason: "empty-current" });
    expect(tailMass(empty, reference, "low", 0.01)).toMatchObject({ reason: "empty-reference" });
    const other = createNumericDistribution({ bounds: [0.5], counts: [1, 1] });
    expect(tailMass(reference, other, "low", 0.01)).toMatchObject({ reason: "no-common-bounds" });
    expect(() => tailMass(reference, reference, "low", 0.5)).toThrow(/probability is 0.5/);
  });
});

function named(counts: readonly number[], from = 0) {
  return createCategoricalDistribution({ categories: counts.map((_, i) => `c${i + from}`), counts });
}

describe("unseenCategories", () => {
  it.each(fixture.unseen)(
    "bounds the exact law of a shuffle of $input",
    ({ input: [totals, n], expected, tail }) => {
      for (const [rows, probability] of Object.entries(tail)) {
        const wanted = Number(rows);
        if (wanted === 0 || wanted > n) continue;
        // any split with that many unseen rows has the same margins, and so the same law
        const split = splitWith(totals, n, wanted);
        if (split === null) continue;
        const got = unseenCategories(named(totals.map((t, i) => t - split[i]!)), named(split));
        if (got.kind === "undetermined") throw new Error(got.reason);
        expect([got.count, got.expected]).toEqual([wanted, expect.closeTo(expected, 9)]);
        expect(got.logPValue).toBeGreaterThanOrEqual(Math.log(probability) - 1e-9);
      }
    },
  );

  it("tells a new category at 5 % from a long tail of rare ones", () => {
    const reference = named([9000, 1000]);
    const fresh = createCategoricalDistribution({ categories: ["c0", "new"], counts: [950, 50] });
    expect(unseenCategories(reference, fresh)).toMatchObject({
      count: 50,
      unseen: [{ category: "new", count: 50 }],
    });
    const jump = unseenCategories(reference, fresh);
    expect(jump.kind === "value" && jump.logPValue).toBeLessThan(-100);
    const longTail = named(Array.from({ length: 1000 }, () => 1));
    const more = unseenCategories(
      longTail,
      named(
        Array.from({ length: 100 }, () => 1),
        1000,
      ),
    );
    // all current rows are new, as all rows of such a tail always are
    expect(more).toMatchObject({ count: 100, expected: expect.closeTo(100, 6) });
    expect(more.kind === "value" && more.logPValue).toBeCloseTo(0, 3);
  });

  it("does not depend on the order of categories", () => {
    const [a, b] = [
      named([5, 0, 9]),
      createCategoricalDistribution({ categories: ["c2", "z", "y"], counts: [4, 2, 2] }),
    ];
    const turned = createCategoricalDistribution({ categories: ["y", "c2", "z"], counts: [2, 4, 2] });
    expect(unseenCategories(a, turned)).toEqual(unseenCategories(a, b));
  });

  it("says what is missing", () => {
    expect(unseenCategories(named([0]), named([1]))).toMatchObject({ reason: "empty-reference" });
    expect(unseenCategories(named([1]), named([0]))).toMatchObject({ reason: "empty-current" });
  });
});

/** Current rows by category so that exactly `wanted` of them are in categories without a reference row; null where impossible. */
function splitWith(totals: readonly number[], n: number, wanted: number): number[] | null {
  const [first, ...rest] = totals;
  if (first === undefined) return n === 0 && wanted === 0 ? [] : null;
  for (let current = 0; current <= Math.min(first, n); current++) {
    const tail = splitWith(rest, n - current, wanted - (current === first ? first : 0));
    if (tail !== null) return [current, ...tail];
  }
  return null;
}

describe("shareDispersion", () => {
  it("is 1 where a share never varies, and the group size where rows come in groups", () => {
    const rows = new Float64Array(40).fill(1000);
    expect(shareDispersion(new Float64Array(40).fill(10), rows)).toBe(1);
    const single = Float64Array.from(rows, (_, w) => 40 + [19, 9, -14, -24, 12, 12, -13, -1][w % 8]!);
    const grouped = shareDispersion(
      single.map((count) => 25 * count),
      rows.map((size) => 25 * size),
    );
    expect(grouped! / shareDispersion(single, rows)!).toBeCloseTo(25, 6);
  });

  it("is not known from four windows, and refuses more events than rows", () => {
    expect(shareDispersion(new Float64Array(4), new Float64Array(4).fill(9))).toBeNull();
    expect(() => shareDispersion(Float64Array.of(2), Float64Array.of(1))).toThrow(/counts 2 of 1/);
  });
});
