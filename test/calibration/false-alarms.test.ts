import { describe, expect, it } from "vitest";
import { mostEvents } from "./counts.js";
import { BUDGET_DAYS } from "./engine/monitor-plan.js";
import { runQuiet, type QuietRun } from "./engine/run-quiet.js";
import { TRAFFICS } from "./traffic/traffics.js";

const DAYS = 28;

function seeds(count: number): readonly number[] {
  // not those of the published table
  return Array.from({ length: count }, (_, at) => 10_001 + at);
}

/** No more alarms than the budget makes plausible. */
function expectWithinBudget(runs: readonly QuietRun[]): void {
  const alarms = runs.reduce((sum, { alarmDays }) => sum + alarmDays.length, 0);
  const watched = runs.reduce((sum, { watchedDays }) => sum + watchedDays, 0);
  const seedsThatAlarmed = runs.filter(({ alarmDays }) => alarmDays.length > 0).map(({ seed }) => seed);
  const most = mostEvents(watched / BUDGET_DAYS);
  expect(alarms, `alarms in ${watched} days, seeds ${seedsThatAlarmed.join(", ")}`).toBeLessThanOrEqual(most);
}

/** A quiet monitor that refuses its members is no achievement. */
function expectWatching(runs: readonly QuietRun[]): void {
  const refused = runs.flatMap((run) => Object.values(run.refused)).reduce((sum, count) => sum + count, 0);
  const members = runs.reduce((sum, run) => sum + run.members, 0);
  expect(refused / members, "share of members refused").toBeLessThan(0.05);
}

describe("a model of twenty features in which nothing changes keeps its budget", () => {
  it.each(TRAFFICS)("hourly: $title", { timeout: 600_000 }, (traffic) => {
    const runs = seeds(16).map((seed) => runQuiet(traffic, seed, DAYS, 60));
    expectWithinBudget(runs);
    expectWatching(runs);
  });
});
