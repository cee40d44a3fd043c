import { meanExcessDetector } from "@modelwatch/statistics";
import { describe, expect, test } from "vitest";
import { createRandom, drawNormal } from "./random.js";
import { poissonUpperLimit } from "./poisson-limit.js";

const RUNS = 250;
const DAYS = 360;
const BUDGET_DAYS = 90;

/** Losses of days that resemble the day before by `rho`, of mean 0 and variance 1, normal or as skewed as waiting times. */
function drawLosses(seed: number, rho: number, isSkewed: boolean): Float64Array {
  const random = createRandom(seed);
  const draw = () => (isSkewed ? -Math.log(1 - random()) - 1 : drawNormal(random));
  let loss = draw();
  return Float64Array.from({ length: DAYS }, () => (loss = rho * loss + Math.sqrt(1 - rho * rho) * draw()));
}

/** Days after which an alarm was raised; the detector starts again after each. */
function alarmDays(values: Float64Array): number[] {
  const alarms: number[] = [];
  for (let firstBet = 14; firstBet < values.length;) {
    const { logDetector } = meanExcessDetector({ values, limit: 0, unitDays: 1, block: 14, firstBet });
    const alarm = logDetector.findIndex((log) => log >= Math.log(BUDGET_DAYS));
    if (alarm < 0) break;
    alarms.push(alarm);
    firstBet = alarm + 1;
  }
  return alarms;
}

describe("a mean at exactly its limit", () => {
  test.each([
    [0, false],
    [0.4, false],
    [0.7, false],
    [0.9, false],
    [0, true],
    [0.4, true],
    [0.7, true],
  ])("raises at most one alarm in its budget at an autocorrelation of %s, skewed: %s", (rho, isSkewed) => {
    let alarms = 0;
    for (let seed = 1; seed <= RUNS; seed++) alarms += alarmDays(drawLosses(seed, rho, isSkewed)).length;
    const budgets = (RUNS * DAYS) / BUDGET_DAYS;
    expect(poissonUpperLimit(alarms), `${alarms} alarms in ${budgets} budgets`).toBeLessThanOrEqual(budgets);
  });
});

describe("a mean one standard deviation above its limit", () => {
  test.each([
    [0, 12],
    [0.4, 25],
  ])("is found, at an autocorrelation of %s, within a median of %s days", (rho, days) => {
    const delays = Array.from({ length: 100 }, (_, seed) => {
      const values = drawLosses(seed + 1, rho, false).map((loss, day) => loss + (day < 100 ? -1 : 1));
      return (alarmDays(values).find((day) => day >= 100) ?? Infinity) - 99;
    });
    expect(delays.toSorted((a, b) => a - b)[50], delays.join()).toBeLessThanOrEqual(days);
  });
});
