import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeUniformCdfRadius } from "../cdf-bands-boundary.js";
import { timeUniformCdfBound } from "./cdf-boundary.js";
import { normalMixtureBound, normalMixtureLogEvidence } from "./normal-mixture-boundary.js";
import { predictableMixtureIntervals } from "./predictable-mixture.js";
import { polynomialStitchedBound } from "./stitched-boundary.js";

const positive = (max: number) => fc.double({ min: 1e-3, max, noNaN: true });
const level = fc.double({ min: 1e-6, max: 0.4, noNaN: true });
const sides = fc.constantFrom<1 | 2>(1, 2);

describe("the normal mixture boundary", () => {
  it("is where the evidence reaches −ln alpha", () => {
    fc.assert(
      fc.property(positive(1e6), level, positive(1e6), sides, (v, alpha, optimalAt, side) => {
        const options = { optimalAt, sides: side };
        const bound = normalMixtureBound(v, alpha, options);
        expect(normalMixtureLogEvidence(bound, v, options)).toBeCloseTo(-Math.log(alpha), 8);
      }),
    );
  });

  it("of one side lies between those of two sides at alpha and at 2·alpha, tuned alike", () => {
    fc.assert(
      fc.property(positive(1e5), level, (v, alpha) => {
        const one = normalMixtureBound(v, alpha, { optimalAt: 100, optimalAlpha: 0.02, sides: 1 });
        const two = (at: number) =>
          normalMixtureBound(v, at, { optimalAt: 100, optimalAlpha: 0.04, sides: 2 });
        expect(one).toBeLessThanOrEqual(two(alpha) * (1 + 1e-12));
        // the half of the mixture below 0 is worth at most Φ of where the boundary lies
        if (alpha < 0.25) expect(one).toBeGreaterThanOrEqual(two(2 * alpha) * (1 - 1e-12));
      }),
    );
  });

  it("keeps its digits where one side's evidence is far below 0", () => {
    const far = normalMixtureLogEvidence(-400, 100, { optimalAt: 100, sides: 1 });
    expect(far).toBeLessThan(0);
    expect(Number.isFinite(far)).toBe(true);
  });

  it("refuses what cannot be", () => {
    expect(() => normalMixtureBound(-1, 0.05, { optimalAt: 1, sides: 2 })).toThrow("v is -1");
    expect(() => normalMixtureBound(1, 0, { optimalAt: 1, sides: 2 })).toThrow("alpha is 0");
    expect(() => normalMixtureBound(1, 0.1, { optimalAt: 0, sides: 2 })).toThrow("optimalAt is 0");
    expect(() => normalMixtureLogEvidence(NaN, 1, { optimalAt: 1, sides: 2 })).toThrow("s is NaN");
    const tooWide = { optimalAt: 1, optimalAlpha: 0.5, sides: 1 } as const;
    expect(() => normalMixtureBound(1, 0.1, tooWide)).toThrow("optimalAlpha is 0.5");
  });
});

const stitched = (v: number, alpha: number, scale: number) =>
  polynomialStitchedBound(v, alpha, { from: 1, scale });

describe("the stitched boundary", () => {
  it("never falls in time, and rises as alpha falls or the scale grows", () => {
    fc.assert(
      fc.property(positive(1e6), level, fc.double({ min: 0, max: 5, noNaN: true }), (v, alpha, scale) => {
        expect(stitched(v * 1.1, alpha, scale)).toBeGreaterThanOrEqual(stitched(v, alpha, scale));
        expect(stitched(v, alpha / 2, scale)).toBeGreaterThan(stitched(v, alpha, scale));
        expect(stitched(v, alpha, scale + 1)).toBeGreaterThan(stitched(v, alpha, scale));
      }),
    );
  });

  it("is flat before the time it is meant for", () => {
    const options = { from: 10 };
    expect(polynomialStitchedBound(0, 0.05, options)).toBe(polynomialStitchedBound(10, 0.05, options));
  });

  it("refuses what cannot be", () => {
    expect(() => polynomialStitchedBound(1, 0.05, { from: 0 })).toThrow("from is 0");
    expect(() => polynomialStitchedBound(1, 0.05, { from: 1, decay: 1 })).toThrow("decay is 1");
    expect(() => polynomialStitchedBound(1, 0.05, { from: 1, epoch: 1 })).toThrow("epoch is 1");
    expect(() => polynomialStitchedBound(1, 0.05, { from: 1, scale: -1 })).toThrow("scale is -1");
  });
});

const intervals = (more: object) =>
  predictableMixtureIntervals({ values: [0.5], alpha: 0.05, kind: "hoeffding", ...more });

describe("predictable mixture intervals", () => {
  const units = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 });
  const kinds = fc.constantFrom("hoeffding" as const, "empirical-bernstein" as const);

  it("mirror when the values do", () => {
    fc.assert(
      fc.property(units, kinds, (values, kind) => {
        const here = predictableMixtureIntervals({ values, alpha: 0.05, kind });
        const mirrored = predictableMixtureIntervals({ values: values.map((x) => 1 - x), alpha: 0.05, kind });
        mirrored.low.forEach((low, index) => expect(1 - low).toBeCloseTo(here.high[index]!, 9));
      }),
    );
  });

  it("stay in [0, 1], and only narrow under a running intersection", () => {
    fc.assert(
      fc.property(units, kinds, (values, kind) => {
        const { low, high } = predictableMixtureIntervals({
          values,
          alpha: 0.05,
          kind,
          runningIntersection: true,
        });
        for (let index = 0; index < values.length; index++) {
          expect(low[index]).toBeGreaterThanOrEqual(Math.max(0, low[index - 1] ?? 0));
          expect(high[index]).toBeLessThanOrEqual(Math.min(1, high[index - 1] ?? 1));
        }
      }),
    );
  });

  it("of low variance are narrower when the variance is learnt", () => {
    const values = Float64Array.from({ length: 500 }, (_, index) => 0.5 + 0.02 * Math.sin(index));
    const widthOf = (kind: "hoeffding" | "empirical-bernstein") => {
      const { low, high } = predictableMixtureIntervals({ values, alpha: 0.05, kind });
      return high[499]! - low[499]!;
    };
    expect(widthOf("empirical-bernstein")).toBeLessThan(widthOf("hoeffding") / 2);
  });

  it("refuse what cannot be", () => {
    expect(() => intervals({ values: [1.5] })).toThrow("values[0] is 1.5");
    expect(() => intervals({ alpha: 1 })).toThrow("alpha is 1");
    expect(() => intervals({ kind: "empirical-bernstein", largestBet: 1 })).toThrow("largestBet is 1");
  });
});

describe("the bound of a distribution function", () => {
  it("is the radius at the width in use, where that says anything", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        level,
        fc.integer({ min: 1, max: 500 }),
        (count, alpha, firstAt) => {
          const bound = timeUniformCdfBound({ count, alpha, firstAt, width: 0.85 });
          expect(Math.min(1, bound)).toBeCloseTo(timeUniformCdfRadius({ count, alpha, firstAt }), 9);
        },
      ),
    );
  });

  it("ends at every width, and refuses those near √½", () => {
    for (const width of [0.708, 0.75, 3, 100]) {
      for (const alpha of [1e-300, 0.05, 0.999]) {
        const bound = timeUniformCdfBound({ count: 1e6, alpha, firstAt: 1, width });
        expect(bound).toBeGreaterThan(0);
        expect(bound).toBeLessThan(Infinity);
      }
    }
    expect(() => timeUniformCdfBound({ count: 1, alpha: 0.05, firstAt: 1, width: 0.7 })).toThrow(
      "width is 0.7",
    );
    expect(() => timeUniformCdfBound({ count: 1, alpha: 0.05, firstAt: 1, width: Infinity })).toThrow(
      "width is",
    );
  });
});
