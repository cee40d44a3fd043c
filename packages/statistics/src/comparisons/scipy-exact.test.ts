import { describe, expect, it } from "vitest";
import { computeStatistic } from "../compute-statistic.js";
import { createNumericDistribution } from "../distribution/create-distribution.js";
import { kolmogorovOneSampleSurvival } from "../special/kolmogorov-one-sample.js";
import {
  kolmogorovSmirnovApproximateTail,
  kolmogorovSmirnovTail,
  kolmogorovSmirnovUntiedTail,
} from "../special/kolmogorov-smirnov.js";
import { chi2OfTable, gTestOfTable } from "./contingency-tests.js";
import { cramerVonMisesOfMidranks } from "./cramer-von-mises-midranks.js";
import fixture from "./fixtures/scipy-exact.json" with { type: "json" };

const twoCells = (counts: readonly number[]) => createNumericDistribution({ bounds: [0], counts });
const oneCell = (count: number) => createNumericDistribution({ bounds: [], counts: [count] });

function expectClose(value: number | undefined, expected: number, relative: number): void {
  const difference = Math.abs((value ?? Number.NaN) - expected);
  expect(difference, `${value}, expected ${expected}`).toBeLessThanOrEqual(relative * Math.abs(expected));
}

/** Relative accuracy of a probability is absolute accuracy of its logarithm. */
function expectLog(log: number | undefined, expected: number): void {
  expect(Math.abs((log ?? Number.NaN) - expected), `${log}, expected ${expected}`).toBeLessThanOrEqual(
    1e-9 * (1 + Math.abs(expected)),
  );
}

describe("exact tests agree with scipy", () => {
  it.each(fixture.fisher)("on the table $reference, $current", ({ reference, current, logP }) => {
    const result = computeStatistic("fisher-exact", {
      reference: twoCells(reference),
      current: twoCells(current),
    });
    if (result.kind !== "value") throw new Error(result.reason);
    expectLog((result.log10PValue ?? Number.NaN) * Math.LN10, logP);
  });

  it.each(fixture.rates)("on rates: $current against $reference", (rate) => {
    const { exposureRatio } = rate;
    const input = { reference: oneCell(rate.reference), current: oneCell(rate.current) };
    const result = computeStatistic("poisson-rate-ratio", input, { exposureRatio });
    if (result.kind !== "value") throw new Error(result.reason);
    expectClose(result.value, rate.current / rate.reference / exposureRatio, 1e-14);
    expectLog((result.log10PValue ?? Number.NaN) * Math.LN10, rate.logP);
    expectClose(result.effectLow, rate.low, 1e-9);
    expectClose(result.effectHigh, rate.high, 1e-9);
  });

  it("hold far tails: p-values below 1e−12", () => {
    expect(Math.min(...fixture.fisher.map(({ logP }) => logP))).toBeLessThan(Math.log(1e-12));
    expect(Math.min(...fixture.rates.map(({ logP }) => logP))).toBeLessThan(Math.log(1e-12));
  });
});

describe("tests on the gap between cumulative curves agree with scipy", () => {
  it.each(fixture.oneSample)("a distance of %d with %d values against a known curve", (distance, n, p) => {
    expectClose(kolmogorovOneSampleSurvival(distance ?? 0, n ?? 0), p ?? 0, 1e-9);
  });

  it.each(fixture.untied)("on $sides.length values without ties", (pair) => {
    const cells = [0, 1].map((side) => Float64Array.from(pair.sides, (own) => (own === side ? 1 : 0)));
    const [first, second] = cells;
    if (first === undefined || second === undefined) throw new Error("two sides were given");
    const [n, m] = cells.map((side) => side.reduce((sum, one) => sum + one, 0));
    if (n === undefined || m === undefined) throw new Error("two sides were given");
    expectClose(kolmogorovSmirnovUntiedTail(n, m, pair.distance).probability, pair.exact, 1e-9);
    expectClose(kolmogorovSmirnovTail(first, second, Infinity).probability, pair.exact, 1e-9);
    expectClose(kolmogorovSmirnovApproximateTail(n, m, pair.distance).probability, pair.approximate, 1e-9);
    const { statistic, tail } = cramerVonMisesOfMidranks(first, second);
    expectClose(statistic, pair.cramerVonMises, 1e-9);
    expect(Math.abs(tail.probability - pair.cramerVonMisesP)).toBeLessThanOrEqual(1e-7);
  });

  it.each(fixture.tied)("on midranks of $first and $second", (pair) => {
    const { statistic, tail } = cramerVonMisesOfMidranks(pair.first, pair.second);
    expectClose(statistic, pair.cramerVonMises, 1e-9);
    expect(Math.abs(tail.probability - pair.cramerVonMisesP)).toBeLessThanOrEqual(1e-7);
  });

  it("refuse sizes and distances that cannot be", () => {
    expect(() => kolmogorovSmirnovUntiedTail(0, 5, 0.2)).toThrow(/n is 0/u);
    expect(() => kolmogorovSmirnovUntiedTail(5, 2.5, 0.2)).toThrow(/m is 2.5/u);
    expect(() => kolmogorovSmirnovApproximateTail(5, 5, 1.2)).toThrow(/distance is 1.2/u);
  });
});

describe("tests of tables of any shape agree with scipy", () => {
  it.each(fixture.tables)("$table", ({ table, chi2, chi2Yates, g, gYates, cramersV }) => {
    for (const [test, expected] of [
      [chi2OfTable(table, { yates: false }), chi2],
      [chi2OfTable(table, { yates: true }), chi2Yates],
      [gTestOfTable(table, { yates: false }), g],
      [gTestOfTable(table, { yates: true }), gYates],
    ] as const) {
      const [statistic = 0, logP = 0, degreesOfFreedom = 0] = expected;
      expectClose(test.statistic, statistic, 1e-9);
      expectLog(test.log10PValue * Math.LN10, logP);
      expect(test.degreesOfFreedom).toBe(degreesOfFreedom);
    }
    expectClose(chi2OfTable(table, { yates: false }).cramersV, cramersV, 1e-9);
  });

  it("leave unused columns out and refuse what is no table", () => {
    const [a, b] = [
      [3, 0, 5],
      [4, 0, 1],
    ];
    expect(chi2OfTable([a ?? [], b ?? []], { yates: false }).degreesOfFreedom).toBe(1);
    expect(() => chi2OfTable([[1, 2]], { yates: false })).toThrow(/1 rows/u);
    expect(() => chi2OfTable([[1, 2], [3]], { yates: false })).toThrow(/table\[1\] has 1 columns/u);
    expect(() => gTestOfTable([[1, 2], [0, 0]], { yates: false })).toThrow(/table\[1\] has no counts/u); // prettier-ignore
    expect(() => gTestOfTable([[1, 2], [3, 0.5]], { yates: false })).toThrow(/table\[1\]\[1\] is 0.5/u); // prettier-ignore
    expect(() => gTestOfTable([[1, 0], [3, 0]], { yates: false })).toThrow(/uses 1 columns/u); // prettier-ignore
  });
});
