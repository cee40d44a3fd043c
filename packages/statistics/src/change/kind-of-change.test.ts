import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createCategoricalDistribution,
  createNumericDistribution,
} from "../distribution/create-distribution.js";
import { distributionFromValues } from "../distribution/from-values.js";
import { normalQuantile } from "../special/quantiles.js";
import { clip } from "./half-planes.js";
import { CHANGE_KINDS } from "./explanation.js";
import { kindOfChange } from "./kind-of-change.js";
import { KNOWN_MAPS } from "./known-maps.js";
import { linearMaps } from "./linear-maps.js";

const options = { alpha: 0.01 };
/** Values at evenly spaced ranks of a normal distribution: no noise, so that examples are exact. */
const NORMAL = Array.from({ length: 5000 }, (_, i) => normalQuantile((i + 0.5) / 5000));

function bucketed(values: readonly number[], bounds: readonly number[]) {
  const { counts } = distributionFromValues(values, bounds);
  const sum = values.reduce((total, x) => total + x, 0);
  const sumOfSquares = values.reduce((total, x) => total + x * x, 0);
  return createNumericDistribution({ bounds, counts, sum, sumOfSquares });
}

function told(...parameters: Parameters<typeof kindOfChange>) {
  const kind = kindOfChange(...parameters);
  if (kind.kind === "undetermined") throw new Error(kind.reason);
  return kind;
}

describe("kindOfChange", () => {
  it("names °F → °C and gives slope and intercept with what the buckets allow", () => {
    const bounds = Array.from({ length: 60 }, (_, i) => 2 * i - 10);
    const fahrenheit = NORMAL.map((z) => 65 + 10 * z);
    const celsius = fahrenheit.map((x) => ((x - 32) * 5) / 9);
    const { change, map } = told(bucketed(fahrenheit, bounds), bucketed(celsius, bounds), options);
    expect(change).toBe("unit-change");
    expect(map?.known).toContain("°F → °C");
    expect(map?.slope.low).toBeGreaterThan(0.4);
    expect(map?.slope.high).toBeLessThan(0.75);
    expect(map?.slope.value).toBeCloseTo(5 / 9, 1);
  });

  it("is a shift only where no slope but 1 is needed, and gives it", () => {
    const bounds = Array.from({ length: 33 }, (_, i) => (i - 16) / 4);
    const { change, map } = told(
      bucketed(NORMAL, bounds),
      bucketed(
        NORMAL.map((z) => z + 0.4),
        bounds,
      ),
      options,
    );
    expect(change).toBe("shift");
    expect(map?.intercept.low).toBeGreaterThan(0.3);
    expect(map?.intercept.high).toBeLessThan(0.5);
  });

  it("claims nothing where one bucket, or only the open ones, are used", () => {
    const one = createNumericDistribution({ bounds: [0, 1], counts: [0, 500, 0] });
    const overflow = createNumericDistribution({ bounds: [0, 1], counts: [0, 0, 500] });
    for (const [before, after] of [
      [one, one],
      [overflow, overflow],
      [one, overflow],
    ] as const) {
      const { change, map } = told(before, after, options);
      expect(change).toBeNull();
      expect(map).toBeNull();
    }
  });

  it("answers the same whatever the unit of measurement", () => {
    const bounds = Array.from({ length: 21 }, (_, i) => (i - 10) / 2);
    const sides = [NORMAL, NORMAL.map((z) => 1.5 * z)] as const;
    const [before, after] = sides.map((values) => bucketed(values, bounds));
    const [wide, wider] = sides.map((values) =>
      bucketed(
        values.map((x) => 1e6 * x),
        bounds.map((x) => 1e6 * x),
      ),
    );
    expect(told(before!, after!, options).change).toBe("scale");
    expect(told(wide!, wider!, options).change).toBe("scale");
  });

  it("always answers with a kind of the list and finite numbers", () => {
    const counts = fc.array(fc.nat(2000), { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(counts, counts, fc.boolean(), (a, b, exact) => {
        const side = (row: number[]) =>
          createNumericDistribution({
            bounds: [0, 1, 2, 4],
            counts: row,
            ...(exact && { sum: row.reduce((x, y) => x + y, 0) }),
          });
        const kind = kindOfChange(side(a), side(b), { ...options, threshold: { low: 1, high: 1.5 } });
        if (kind.kind === "undetermined") return;
        expect(CHANGE_KINDS).toEqual(expect.arrayContaining([...kind.alike]));
        expect(kind.alike.length).toBeGreaterThan(0);
        const numbers = kind.explanations.flatMap(({ deviance, logPValue }) => [deviance, logPValue]);
        if (kind.map !== null)
          numbers.push(...Object.values(kind.map.slope), ...Object.values(kind.map.intercept));
        expect(numbers.every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it("names the categories that are new", () => {
    const before = createCategoricalDistribution({ categories: ["a", "b"], counts: [700, 300] });
    const after = createCategoricalDistribution({ categories: ["b", "c", "a"], counts: [290, 60, 650] });
    expect(told(before, after, options)).toMatchObject({ change: "new-category", categories: ["c"] });
    expect(told(after, before, options)).toMatchObject({ change: "lost-category", categories: ["c"] });
    const mixed = createCategoricalDistribution({ categories: ["a", "b"], counts: [300, 700] });
    expect(told(before, mixed, options)).toMatchObject({ change: "shape", categories: [] });
  });

  it("says what is missing", () => {
    const numbers = createNumericDistribution({ bounds: [0], counts: [4, 4] });
    const none = createNumericDistribution({ bounds: [0], counts: [0, 0] });
    const words = createCategoricalDistribution({ categories: ["a"], counts: [4] });
    expect(kindOfChange(none, numbers, options)).toMatchObject({ reason: "empty-reference" });
    expect(kindOfChange(numbers, none, options)).toMatchObject({ reason: "empty-current" });
    expect(kindOfChange(numbers, words, options)).toMatchObject({ reason: "kind-mismatch" });
    expect(() => kindOfChange(numbers, numbers, { alpha: 2 })).toThrow(/alpha is 2/);
    expect(() => kindOfChange(numbers, numbers, { alpha: 0.05, overdispersion: 0 })).toThrow(
      /overdispersion is 0/,
    );
  });
});

describe("linearMaps", () => {
  it("never leaves out the map that was applied", () => {
    const bounds = Array.from({ length: 41 }, (_, i) => i - 20);
    fc.assert(
      fc.property(
        fc.double({ min: 0.2, max: 3, noNaN: true }),
        fc.double({ min: -8, max: 8, noNaN: true }),
        (slope, intercept) => {
          const values = NORMAL.map((z) => 4 * z);
          const mapped = values.map((x) => slope * x + intercept);
          const maps = linearMaps(bucketed(values, bounds), bucketed(mapped, bounds), {
            alpha: 0.01,
            overdispersion: 1,
          });
          expect(maps.contains({ slope, intercept })).toBe(true);
          expect(maps.contains({ slope, intercept: intercept + 2 * slope * 4 })).toBe(false);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("known maps", () => {
  it("come both ways", () => {
    for (const { slope, intercept } of KNOWN_MAPS) {
      const back = KNOWN_MAPS.some((other) => {
        const there = slope * (other.slope * 7 + other.intercept) + intercept;
        return Math.abs(there - 7) < 1e-9;
      });
      expect(back).toBe(true);
    }
  });
});

describe("clip", () => {
  const square = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
    { x: 0, y: 1 },
  ];

  it("cuts a line out of a square, and nothing where planes contradict", () => {
    const line = clip(square, [
      { x: 1, y: 0, limit: 0.5 },
      { x: -1, y: 0, limit: -0.5 },
    ]);
    expect(line.length).toBeGreaterThan(0);
    expect(line.every(({ x }) => Math.abs(x - 0.5) < 1e-9)).toBe(true);
    expect(clip(square, [{ x: 1, y: 0, limit: -0.5 }])).toEqual([]);
  });
});
