import { parseMonitor, parseQuery, type Finding, type Query } from "@modelwatch/conventions/query";
import { evaluate, trackMonitor } from "@modelwatch/evaluation";
import type { Source } from "@modelwatch/sources";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { trackHarmfulShift } from "@modelwatch/statistics";
import { describe, expect, test } from "vitest";
import { storeTraffic, TRAFFIC_MODEL, TRAFFIC_START_MS, type StoredTraffic } from "./monitored-traffic.js";
import { createRandom, drawNormal } from "./random.js";
import { DAY_MS, MODEL, simulateModel, START_MS, type SimulatedDay } from "./simulated-model.js";
import { poissonUpperLimit } from "./poisson-limit.js";
import { findTraffic } from "./traffic/traffics.js";

const ALPHA = 0.05;

/** Largest number of alarms in `runs` that a true rate of `rate` explains with probability .999 (normal approximation, rounded up). */
function mostAlarms(runs: number, rate: number): number {
  return Math.ceil(runs * rate + 3.1 * Math.sqrt(runs * rate * (1 - rate)));
}

describe("harmful shift", () => {
  const RUNS = 1000;
  const WINDOWS = 180;

  /** Share of runs that ever alarm when daily losses have this mean shift, autocorrelation `rho` and the reference its own error. */
  function alarmRate(shift: number, rho: number): { readonly rate: number; readonly alarms: number } {
    let alarms = 0;
    for (let seed = 0; seed < RUNS; seed++) {
      const random = createRandom(seed + 1);
      const standardError = 0.004;
      const reference = { loss: 0.16 + standardError * drawNormal(random), standardError };
      let noise = drawNormal(random);
      const windowLosses = Float64Array.from({ length: WINDOWS }, () => {
        noise = rho * noise + Math.sqrt(1 - rho ** 2) * drawNormal(random);
        return 0.16 + shift + 0.03 * noise;
      });
      const track = trackHarmfulShift({
        reference,
        windowLosses,
        alpha: ALPHA,
        tolerance: 0.01,
        startEvery: 14,
      });
      if (track.low.some((low, i) => i >= 13 && low > track.limit)) alarms++;
    }
    return { rate: alarms / RUNS, alarms };
  }

  test("is called in at most the stated share of runs at no shift and at exactly the tolerance", () => {
    expect(alarmRate(0, 0).alarms).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
    expect(alarmRate(0.01, 0).alarms).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
  });

  test("keeps the stated share at exactly the tolerance where days resemble the day before", () => {
    expect(alarmRate(0.01, 0.4).alarms).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
    expect(alarmRate(0.01, 0.7).alarms).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
  });

  test("is found where the loss rises by four times the tolerance", () => {
    expect(alarmRate(0.04, 0).rate).toBeGreaterThan(0.99);
  });
});

describe("the whole verdict", () => {
  const RUNS = 100;
  const DAYS = 50;
  const monitor = parseMonitor({ id: "m", model: MODEL, anchor: new Date(START_MS).toISOString() });
  const query = parseQuery({
    analysis: "verdict",
    subject: { model: MODEL },
    range: { from: monitor.anchor, to: new Date(START_MS + DAYS * DAY_MS).toISOString() },
  });

  async function judge(seed: number, dayOf: (day: number) => SimulatedDay): Promise<Finding> {
    const store = createMemoryStore();
    const days = Array.from({ length: DAYS }, (_, day) => dayOf(day));
    for (const batch of simulateModel(days, seed, 6000)) await store.sink.append(batch);
    const [verdict] = await evaluate(query, store.source, { monitors: [monitor] });
    if (verdict === undefined) throw new Error("no verdict");
    return verdict;
  }

  // A loaded machine may need minutes: no answer here depends on time.
  test("acts and watches without change no more often than stated", { timeout: 600_000 }, async () => {
    let acted = 0;
    let watched = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const { details } = await judge(seed, () => ({ rows: 120 }));
      if (details["firstAct"] !== null) acted++;
      if (details["firstWatch"] !== null) watched++;
    }
    expect(acted, `${acted} of ${RUNS} runs acted`).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
    // At most one false alarm in 90 days: 50 days allow at most 50/90 of the runs one; the method is far below.
    expect(watched, `${watched} of ${RUNS} runs watched`).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
  });

  test(
    "acts when the model is wrong, and only watches when the data move and the model stays right",
    { timeout: 600_000 },
    async () => {
      let wrong = 0;
      let moved = 0;
      let actedOnMove = 0;
      const runs = 15;
      for (let seed = 1; seed <= runs; seed++) {
        const broken = await judge(seed, (day) => (day < 20 ? { rows: 120 } : { rows: 120, concept: 1.5 }));
        if (broken.status === "act") wrong++;
        const shifted = await judge(seed, (day) =>
          day < 30 ? { rows: 120 } : { rows: 120, signalShift: -1 },
        );
        if (shifted.status === "watch") moved++;
        if (shifted.details["firstAct"] !== null) actedOnMove++;
      }
      expect(wrong).toBeGreaterThanOrEqual(runs - 1);
      expect(moved).toBeGreaterThanOrEqual(runs - 1);
      expect(actedOnMove).toBe(0);
    },
  );
});

const HISTORY_DAYS = 14;
const RANGE_DAYS = 28;
const QUIET = ["independent", "dirichlet", "ar-100m", "ar-8h", "season", "night"] as const;
const HOURLY_MONITOR = parseMonitor({
  id: "traffic",
  model: TRAFFIC_MODEL,
  anchor: new Date(TRAFFIC_START_MS + HISTORY_DAYS * DAY_MS).toISOString(),
  window: { width: "1h" },
});
const TRAFFIC_END_MS = TRAFFIC_START_MS + (HISTORY_DAYS + RANGE_DAYS) * DAY_MS;

function storeHours(id: string, seed: number, change?: StoredTraffic["change"]): Promise<Source> {
  return storeTraffic(findTraffic(id), {
    seed,
    days: HISTORY_DAYS + RANGE_DAYS,
    historyDays: HISTORY_DAYS,
    referenceRows: 20_000,
    ...(change === undefined ? {} : { change }),
  });
}

describe("a monitor over hours, beside a training reference and its own history", () => {
  const RUNS = 8;

  test("keeps its budget whatever the traffic does", { timeout: 900_000 }, async () => {
    const alarms: string[] = [];
    let days = 0;
    for (const id of QUIET) {
      for (let seed = 1; seed <= RUNS; seed++) {
        const track = await trackMonitor(HOURLY_MONITOR, await storeHours(id, seed), TRAFFIC_END_MS);
        days += RANGE_DAYS;
        for (const { window, culprits } of track?.alarms ?? [])
          alarms.push(`${id} ${seed}: ${window} ${culprits.join()}`);
      }
    }
    const allowed = days / HOURLY_MONITOR.guard.budgetDays;
    expect(
      poissonUpperLimit(alarms.length),
      `${alarms.length} in ${days} days: ${alarms.join("; ")}`,
    ).toBeLessThanOrEqual(allowed);
  });

  test(
    "finds half a standard deviation within a day, and names only members that moved",
    { timeout: 900_000 },
    async () => {
      const changeDay = HISTORY_DAYS + 14;
      for (const id of ["independent", "season", "ar-100m"] as const) {
        const delays: number[] = [];
        for (let seed = 1; seed <= 5; seed++) {
          const source = await storeHours(id, seed, { kind: "shift-0.5", fromDay: changeDay });
          const track = await trackMonitor(HOURLY_MONITOR, source, TRAFFIC_END_MS);
          const alarm = track?.alarms[0];
          if (alarm === undefined) continue;
          delays.push(alarm.window + 1 - 14 * 24);
          for (const culprit of alarm.culprits) expect(["feature:f0", "feature:f1"]).toContain(culprit);
        }
        expect(delays, `${id}: ${delays.join()} hours`).toHaveLength(5);
        for (const delay of delays) expect(delay, `${id}: ${delays.join()} hours`).toBeGreaterThan(0);
        expect(delays.toSorted((a, b) => a - b)[2], `${id}: ${delays.join()} hours`).toBeLessThanOrEqual(24);
      }
    },
  );
});

function driftQuery(reference: Query["reference"], width: "1d" | "1w"): Query {
  return parseQuery({
    analysis: "drift",
    subject: { model: TRAFFIC_MODEL },
    window: { width },
    reference,
    range: { from: HOURLY_MONITOR.anchor, to: new Date(TRAFFIC_END_MS).toISOString() },
    guard: { tolerance: 0 },
  });
}

describe("drift rows of fixed windows, without any tolerance", () => {
  const RUNS = 3;
  test.each([
    ["the training reference", { kind: "emitted" }],
    ["the window before", { kind: "previous" }],
    ["the season", { kind: "season", weeks: 2 }],
  ] as const)(
    "compared with %s find anything in at most the stated share of windows",
    { timeout: 900_000 },
    async (_, reference) => {
      let windows = 0;
      const found: string[] = [];
      for (const id of QUIET) {
        for (let seed = 1; seed <= RUNS; seed++) {
          const source = await storeHours(id, seed);
          for (const width of ["1d", "1w"] as const) {
            const findings = await evaluate(driftQuery(reference, width), source);
            const all = new Set(findings.map(({ window }) => window.from));
            const watched = findings.filter(({ status }) => status === "watch");
            windows += all.size;
            for (const from of new Set(watched.map(({ window }) => window.from)))
              found.push(`${id} ${seed} ${from}`);
          }
        }
      }
      expect(found.length, `${found.length} of ${windows} windows: ${found.join("; ")}`).toBeLessThanOrEqual(
        mostAlarms(windows, ALPHA),
      );
    },
  );

  test("find half a standard deviation on its first day", { timeout: 600_000 }, async () => {
    const changeDay = HISTORY_DAYS + 14;
    for (const id of ["independent", "night"] as const) {
      const source = await storeHours(id, 1, { kind: "shift-0.5", fromDay: changeDay });
      const findings = await evaluate(driftQuery({ kind: "emitted" }, "1d"), source);
      const statuses = findings
        .filter(({ subject }) => subject.target === "feature:f0")
        .map(({ status }) => status);
      expect(statuses.indexOf("watch"), id).toBe(14);
    }
  });
});
