import { averageDetectors, trackModel } from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { mostEvents } from "./counts.js";
import { BUDGET_DAYS, monitorSettings } from "./engine/monitor-plan.js";
import { engineId, runChanges } from "./engine/run-changes.js";
import { runQuiet } from "./engine/run-quiet.js";
import { simulateMembers } from "./engine/simulated-members.js";
import { summariseDelays } from "./table/summarise-changes.js";
import { CHANGES } from "./traffic/features.js";
import { findTraffic, TRAFFICS } from "./traffic/traffics.js";

const SEEDS = [20_001, 20_002, 20_003, 20_004];

describe("a change in two of twenty features, five-minute windows", () => {
  it("is found within an hour where rows are independent, whatever it is", { timeout: 600_000 }, () => {
    const runs = SEEDS.slice(0, 3).map((seed) => runChanges(findTraffic("independent"), seed));
    for (const change of CHANGES) {
      expect(summariseDelays(runs, change, engineId(5))?.median, change).toBeLessThanOrEqual(1);
    }
  });

  it(
    "is found in half the yardstick's time or less under minute effects: .25 and .5 standard deviations",
    { timeout: 600_000 },
    () => {
      const runs = SEEDS.map((seed) => runChanges(findTraffic("ar-19m"), seed));
      for (const change of ["shift-0.25", "shift-0.5"] as const) {
        const engine = summariseDelays(runs, change, engineId(5));
        const yardstick = summariseDelays(runs, change, "yardstick");
        expect(engine?.median, change).toBeLessThanOrEqual((yardstick?.median ?? 0) / 2);
      }
    },
  );
});

describe("a monitor of five-minute windows", () => {
  it("keeps its budget over all traffics in which nothing changes", { timeout: 600_000 }, () => {
    // training histograms are simulated hour by hour: five-minute windows of theirs take minutes
    const traffics = TRAFFICS.filter(({ trainingRows }) => trainingRows === undefined);
    const runs = traffics.map((traffic) => runQuiet(traffic, 10_001, 28, 5));
    const alarms = runs.reduce((sum, { alarmDays }) => sum + alarmDays.length, 0);
    const alarming = runs.filter(({ alarmDays }) => alarmDays.length > 0).map(({ traffic }) => traffic);
    expect(alarms, alarming.join(", ")).toBeLessThanOrEqual(mostEvents((28 * runs.length) / BUDGET_DAYS));
  });

  it("averages members that do not know of each other, so that tables may track the changed ones alone", () => {
    const { members, season } = simulateMembers(findTraffic("independent"), {
      seed: 1,
      windows: 21 * 24,
      minutesPerWindow: 60,
    });
    const options = { ...monitorSettings(60), season, afterAlarm: "continue" } as const;
    const whole = trackModel(members, options);
    const alone = members.map((member) => trackModel([member], options).members[0]!.logDetector);
    averageDetectors(alone).forEach((log, window) => {
      if (window >= options.firstBet) expect(log).toBeCloseTo(whole.logDetector[window]!, 9);
    });
  });
});
