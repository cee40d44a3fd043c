import * as fc from "fast-check";
import { describe, it } from "vitest";
import { expectHonest } from "../contract/expect-honest.js";
import {
  BROKEN_BOUNDS,
  BROKEN_COUNT,
  EXTREME_CATEGORICAL,
  EXTREME_DISTRIBUTION,
  EXTREME_FINITE,
  EXTREME_NUMERIC,
  EXTREME_PAIR,
  EXTREME_WINDOWS,
} from "../contract/hostile-inputs.js";
import { alignDistributions } from "./align.js";
import { cdfInterval } from "./cdf-interval.js";
import { mergeDistributions, subtractDistributions } from "./combine.js";
import { createCategoricalDistribution, createNumericDistribution } from "./create-distribution.js";
import { distributionFromValues } from "./from-values.js";
import { meanOf, varianceOf } from "./moments.js";
import { quantileInterval } from "./quantile-interval.js";
import { cumulativeShares } from "./shares.js";
import { exponentialFromValues } from "./exponential/exponential-from-values.js";
import { toSparseHistogram } from "./exponential/exponential-histogram.js";
import { distributionFromSparse, distributionsFromSparse } from "./sparse-histogram.js";
import { sumWindows, windowDistribution } from "./windows.js";

const RUNS = { seed: 2_147_483_647, numRuns: 500 };

describe("hostile input", () => {
  it("of one extreme distribution is answered", () => {
    fc.assert(
      fc.property(EXTREME_DISTRIBUTION, (distribution) => {
        expectHonest(() => cumulativeShares(distribution));
        expectHonest(() => createAgain(distribution));
      }),
      RUNS,
    );
    fc.assert(
      fc.property(EXTREME_NUMERIC, fc.constantFrom(0, 5e-324, 0.5, 1 - 2 ** -53, 1), (distribution, p) => {
        expectHonest(() => meanOf(distribution));
        expectHonest(() => varianceOf(distribution));
        expectHonest(() => quantileInterval(distribution, p), { openEdges: ["low", "high"] });
        for (const x of [-Infinity, -Number.MAX_VALUE, -0, p, Number.MAX_VALUE, Infinity]) {
          expectHonest(() => cdfInterval(distribution, x));
        }
        expectRefused(() => cdfInterval(distribution, Number.NaN), ["x is NaN"]);
      }),
      RUNS,
    );
  });

  it("of two extreme distributions is answered, or refused by name", () => {
    fc.assert(
      fc.property(EXTREME_PAIR, ([a, b]) => {
        expectHonest(() => alignDistributions(a, b));
        expectHonest(() => mergeDistributions(a, b), { argumentNames: ["layouts", "counts"] });
        expectHonest(() => subtractDistributions(a, b), { argumentNames: ["layouts", "cell"] });
      }),
      RUNS,
    );
  });

  it("of extreme windows is read one by one and summed, or refused by name", () => {
    const edge = fc.oneof(fc.integer({ min: -1, max: 7 }), fc.constantFrom(Number.NaN, Infinity, 0.5));
    fc.assert(
      fc.property(EXTREME_WINDOWS, edge, edge, (windows, from, to) => {
        expectHonest(() => windowDistribution(windows, from), { argumentNames: ["windows"] });
        expectHonest(() => sumWindows(windows, from, to), { argumentNames: ["windows", "counts"] });
        for (let window = 0; window < windows.windows; window++) {
          expectHonest(() => createAgain(windowDistribution(windows, window)));
        }
      }),
      RUNS,
    );
  });

  it("of raw values is counted, or refused by name", () => {
    const values = fc.array(fc.oneof(EXTREME_FINITE, fc.constantFrom(Number.NaN, Infinity, -Infinity)));
    fc.assert(
      fc.property(values, BROKEN_BOUNDS, fc.boolean(), (x, bounds, isBroken) => {
        const argumentNames = isBroken ? ["values[", "bounds["] : ["values["];
        expectHonest(() => distributionFromValues(x, isBroken ? bounds : [-1, 0, 1]), { argumentNames });
      }),
      RUNS,
    );
    fc.assert(
      fc.property(fc.array(EXTREME_FINITE), (x) => {
        const distribution = distributionFromValues(x, [-1, 0, 1]);
        expectHonest(() => distribution);
        expectHonest(() => meanOf(distribution));
        expectHonest(() => varianceOf(distribution));
      }),
      RUNS,
    );
  });

  it("of raw values makes exponential histograms, or is refused by name", () => {
    const values = fc.array(fc.oneof(EXTREME_FINITE, fc.constantFrom(Number.NaN, Infinity)));
    fc.assert(
      fc.property(values, fc.constantFrom(2, 160, 1, Number.NaN), (x, maxBuckets) => {
        expectHonest(
          () => {
            const distribution = distributionFromSparse(
              toSparseHistogram(exponentialFromValues(x, maxBuckets)),
            );
            if (distribution.count !== x.length) throw new Error("a value was lost");
            return distribution;
          },
          { argumentNames: ["values[", "maxBuckets"] },
        );
      }),
      RUNS,
    );
  });

  it("of ranges is joined, or refused by name", () => {
    const end = fc.oneof(EXTREME_FINITE, fc.constantFrom(Number.NaN, Infinity, -Infinity));
    const count = fc.oneof(BROKEN_COUNT, fc.nat(5), fc.constant(2 ** 52));
    const ranges = fc.array(fc.record({ low: end, high: end, count }), { maxLength: 4 });
    fc.assert(
      fc.property(ranges, ranges, fc.oneof(BROKEN_BOUNDS, fc.constant([0, 1])), (a, b, bounds) => {
        expectHonest(() => distributionsFromSparse([{ ranges: a }, { ranges: b }], bounds), {
          argumentNames: ["ranges[", "counts", "bounds["],
        });
      }),
      RUNS,
    );
  });

  it("that is broken is refused by name", () => {
    fc.assert(
      fc.property(BROKEN_BOUNDS, BROKEN_COUNT, fc.nat(4), fc.boolean(), (bounds, count, cell, inBounds) => {
        const counts = Array.from({ length: 5 }, (_, k) => (!inBounds && k === cell ? count : 1));
        const input = { bounds: inBounds ? bounds : [0, 1, 2, 3], counts };
        expectRefused(() => createNumericDistribution(input), inBounds ? ["bounds["] : [`counts[${cell}]`]);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(EXTREME_CATEGORICAL, BROKEN_COUNT, ({ categories, counts }, count) => {
        const broken = counts.with(0, count);
        expectRefused(() => createCategoricalDistribution({ categories, counts: broken }), ["counts[0]"]);
      }),
      RUNS,
    );
  });
});

function createAgain(distribution: Parameters<typeof cumulativeShares>[0]): unknown {
  return distribution.kind === "numeric"
    ? createNumericDistribution(distribution)
    : createCategoricalDistribution(distribution);
}

function expectRefused(create: () => unknown, argumentNames: readonly string[]): void {
  let isRefused = false;
  const watched = (): unknown => {
    try {
      return create();
    } catch (error) {
      isRefused = true;
      throw error;
    }
  };
  expectHonest(watched, { argumentNames });
  if (!isRefused) throw new Error(`nothing was refused; expected a refusal of ${argumentNames.join(", ")}`);
}
