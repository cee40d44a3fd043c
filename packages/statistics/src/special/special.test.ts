import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { chiSquareUpperQuantile } from "./chi-square-quantile.js";
import { clopperPearsonInterval } from "./proportion-interval.js";
import { betaQuantile, normalQuantile, studentTQuantile } from "./quantiles.js";
import {
  binomialSurvivalInclusive,
  chiSquareSurvival,
  fSurvival,
  kolmogorovSurvival,
  normalSurvival,
  studentTSurvival,
} from "./survival.js";
import type { Tail } from "./tail.js";

type Row = readonly number[];
const oracle: Record<string, Row[]> = JSON.parse(
  readFileSync(new URL("./fixtures/scipy-special.json", import.meta.url), "utf8"),
);
const rows = (name: string): Row[] => oracle[name] ?? [];

function expectClose(value: number, expected: number, relative: number): void {
  const tolerance = relative * Math.max(Math.abs(expected), 1e-300);
  expect(Math.abs(value - expected), `value ${value}, expected ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** Relative accuracy of a probability is absolute accuracy of its logarithm; far tails keep 13 digits of the logarithm, and
 * 90,000 degrees of freedom lose six digits to a log-gamma of 4e5. */
function expectTail(tail: Tail, logExpected: number): void {
  const tolerance = Math.max(1e-10, 1e-13 * Math.abs(logExpected));
  expect(
    Math.abs(tail.logProbability - logExpected),
    `log ${tail.logProbability}, expected ${logExpected}`,
  ).toBeLessThanOrEqual(tolerance);
  if (logExpected > -700) expectClose(tail.probability, Math.exp(logExpected), 1e-10);
  else expect(tail.probability).toBeGreaterThanOrEqual(0);
}

describe("upper tails agree with scipy and mpmath, down to where doubles end and beyond", () => {
  it.each(rows("normal"))("normal above %d", (z, log) => expectTail(normalSurvival(z), log));
  it.each(rows("chiSquare"))("chi-square above %d with %d df", (x, df, log) =>
    expectTail(chiSquareSurvival(x, df), log),
  );
  it.each(rows("studentT"))("t above %d with %d df", (t, df, log) =>
    expectTail(studentTSurvival(t, df), log),
  );
  it.each(rows("f"))("F above %d with %d and %d df", (f, a, b, log) => expectTail(fSurvival(f, a, b), log));
  it.each(rows("binomial"))("binomial %d or more of %d at %d", (k, n, p, log) =>
    expectTail(binomialSurvivalInclusive(k, n, p), log),
  );
  it.each(rows("kolmogorov"))("Kolmogorov above %d", (x, p) =>
    expectClose(kolmogorovSurvival(x).probability, p, 1e-11),
  );
});

describe("quantiles agree with scipy", () => {
  it.each(rows("clopperPearson"))("Clopper–Pearson for %d of %d", (k, n, low, high) => {
    const interval = clopperPearsonInterval(k, n, 0.05);
    expectClose(interval.low, low, 1e-9);
    expectClose(interval.high, high, 1e-9);
  });
  it.each(rows("chiSquareUpperQuantile"))("chi-square, upper %d, %d df", (upper, df, x) =>
    expectClose(chiSquareUpperQuantile(upper, df), x, 1e-10),
  );
  it.each(rows("normalQuantile"))("normal at %d", (p, x) => expectClose(normalQuantile(p), x, 1e-12));
  it.each(rows("studentTQuantile"))("t at %d, %d df", (p, df, x) =>
    expectClose(studentTQuantile(p, df), x, 1e-10),
  );
  it.each(rows("betaQuantile"))("beta at %d, shapes %d and %d", (p, a, b, x) =>
    expectClose(betaQuantile(p, a, b), x, 1e-10),
  );
});
