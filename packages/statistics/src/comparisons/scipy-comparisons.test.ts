import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { computeStatistic } from "../compute-statistic.js";
import { createNumericDistribution } from "../distribution/create-distribution.js";
import type { Distribution } from "../distribution/distribution.js";
import { kolmogorovSmirnovTail } from "../special/kolmogorov-smirnov.js";

interface Moments {
  readonly sum: number;
  readonly sumOfSquares: number;
}

interface Pair {
  readonly name: string;
  readonly reference: number[];
  readonly current: number[];
  readonly moments: { readonly reference: Moments; readonly current: Moments };
  readonly expected: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly gapLogP: Readonly<Record<string, number>>;
}

interface ExactPair {
  readonly reference: number[];
  readonly current: number[];
  readonly p: number;
}

const oracle: { tool: string; pairs: Pair[]; kolmogorovSmirnovExact: ExactPair[] } = JSON.parse(
  readFileSync(new URL("./fixtures/scipy-comparisons.json", import.meta.url), "utf8"),
);

/** Cell k holds the value k, its own upper bound. */
function onPoints(counts: number[], moments: Moments): Distribution {
  return createNumericDistribution({ bounds: counts.slice(1).map((_, k) => k), counts, ...moments });
}

const rows = oracle.pairs.flatMap((pair) =>
  Object.entries(pair.expected).map(([id, expected]) => ({ id, name: pair.name, pair, expected })),
);

describe("scipy agrees", () => {
  it.each(rows)("on $id: $name", ({ id, pair, expected }) => {
    const reference = onPoints(pair.reference, pair.moments.reference);
    const result = computeStatistic(id, { reference, current: onPoints(pair.current, pair.moments.current) });
    if (result.kind !== "value") throw new Error(result.reason);
    const { logP, ...fields } = expected;
    for (const [field, value] of Object.entries(fields)) {
      const got = Number(result[field as keyof typeof result]);
      expect(Math.abs(got - value), `${field}: ${got}, expected ${value}`).toBeLessThanOrEqual(
        1e-9 * Math.max(Math.abs(value), 1e-3),
      );
    }
    if (logP !== undefined) {
      const got = (result.log10PValue ?? Number.NaN) * Math.LN10;
      expect(Math.abs(got - logP), `ln p: ${got}, expected ${logP}`).toBeLessThanOrEqual(
        1e-8 * (1 + Math.abs(logP)),
      );
    }
  });

  it("holds far tails: at least one oracle p-value lies below 1e−12", () => {
    const logs = rows.flatMap(({ expected }) => (expected["logP"] === undefined ? [] : [expected["logP"]]));
    expect(Math.min(...logs)).toBeLessThan(Math.log(1e-12));
  });

  it.each(
    oracle.pairs.flatMap((pair) =>
      Object.entries(pair.gapLogP).map(([id, logP]) => ({ id, name: pair.name, pair, logP })),
    ),
  )("on the limit's tail of $id: $name", ({ id, pair, logP }) => {
    const result = computeStatistic(id, {
      reference: onPoints(pair.reference, pair.moments.reference),
      current: onPoints(pair.current, pair.moments.current),
    });
    if (result.kind !== "value") throw new Error(result.reason);
    const got = (result.log10PValue ?? Number.NaN) * Math.LN10;
    // moments are matched, not the law: 6 % of p near 0.05, and half a digit of every dozen far out
    const slack = Math.log(1.06) + 0.045 * Math.max(0, Math.log(0.01) - logP);
    expect(Math.abs(got - logP), `ln p: ${got}, expected ${logP}`).toBeLessThanOrEqual(slack);
  });

  it.each(oracle.kolmogorovSmirnovExact)(
    "with every split of the pooled values, counted: $reference and $current",
    ({ reference, current, p }) => {
      const tail = kolmogorovSmirnovTail(Float64Array.from(reference), Float64Array.from(current), Infinity);
      expect(tail.probability).toBeCloseTo(p, 12);
    },
  );
});
