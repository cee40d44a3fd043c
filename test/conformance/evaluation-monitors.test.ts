import {
  parseMonitor,
  parseQuery,
  type Finding,
  type Monitor,
  type MonitorInput,
} from "@modelwatch/conventions/query";
import { evaluate, trackMonitor } from "@modelwatch/evaluation";
import type { Source } from "@modelwatch/sources";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { storeTraffic, TRAFFIC_MODEL, TRAFFIC_START_MS } from "../calibration/monitored-traffic.js";
import { DAY_MS, MODEL, simulateModel, START_MS, type SimulatedDay } from "../calibration/simulated-model.js";
import { findTraffic } from "../calibration/traffic/traffics.js";

const day = (startMs: number, days: number) => new Date(startMs + days * DAY_MS).toISOString();

async function judge(monitor: Monitor, source: Source, nowMs: number): Promise<Finding> {
  const range = { from: monitor.anchor, to: new Date(nowMs).toISOString() };
  const query = parseQuery({ analysis: "verdict", subject: { model: monitor.model }, range });
  const [finding] = await evaluate(query, source, { monitors: [monitor] });
  if (finding === undefined) throw new Error("no verdict");
  return finding;
}

async function storeDays(days: readonly SimulatedDay[], seed: number): Promise<Source> {
  const store = createMemoryStore();
  for (const batch of simulateModel(days, seed)) await store.sink.append(batch);
  return store.source;
}

function quietThen(later: SimulatedDay): SimulatedDay[] {
  return Array.from({ length: 66 }, (_, d) => (d < 30 ? { rows: 300, labelled: 0 } : later));
}

function dailyMonitor(more: Partial<MonitorInput> = {}): Monitor {
  return parseMonitor({ id: "m", model: MODEL, anchor: day(START_MS, 0), ...more });
}

describe("a monitor over days", () => {
  const nowMs = START_MS + 66 * DAY_MS;

  test("watches a moved world, and dates the change of each culprit", async () => {
    const moved = await storeDays(quietThen({ rows: 300, labelled: 0, signalShift: 0.8 }), 11);
    const verdict = await judge(dailyMonitor(), moved, nowMs);
    expect(verdict.status).toBe("watch");
    expect(verdict.details["culprits"]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ member: "feature:signal", changed: "2024-01-31T00:00:00+00:00" }),
      ]),
    );
    expect(verdict.reason.text).toMatch(/signal from about 2024-01-31/);
  });

  test("begins anew with a new version, which has a reference of its own", async () => {
    const later = { rows: 300, labelled: 0, signalShift: 0.8, version: "2" };
    const replaced = await storeDays(quietThen(later), 12);
    const verdict = await judge(dailyMonitor(), replaced, nowMs);
    expect(verdict).toMatchObject({ status: "ok", reference: { id: "train-2" } });
    expect(verdict.details["firstWatch"]).toBeNull();
    expect(verdict.details["versions"]).toEqual([
      { version: "1", from: "2024-01-01T00:00:00+00:00" },
      { version: "2", from: "2024-01-31T00:00:00+00:00" },
    ]);
  });

  test("judges from its first window where it has a history to learn from", async () => {
    const source = await storeDays(quietThen({ rows: 300, labelled: 0, signalShift: 0.8 }), 13);
    const anchor = day(START_MS, 29);
    const known = await trackMonitor(dailyMonitor({ anchor, historyDays: 29 }), source, nowMs);
    const unknown = await trackMonitor(dailyMonitor({ anchor, historyDays: 0 }), source, nowMs);
    expect(known?.states[0]).toBe("ok");
    expect(known?.alarms[0]).toMatchObject({
      kind: "drift",
      culprits: expect.arrayContaining(["feature:signal"]),
    });
    expect(known?.alarms[0]?.window).toBeLessThan(5);
    expect(unknown?.states.slice(0, 27)).toEqual(Array.from({ length: 27 }, () => "undetermined"));
  });

  test("does not look into the future: what it said stays said", async () => {
    const source = await storeDays(quietThen({ rows: 300, signalShift: 0.8 }), 14);
    const whole = await trackMonitor(dailyMonitor(), source, nowMs);
    for (const days of [29, 31, 40, 57]) {
      const then = await trackMonitor(dailyMonitor(), source, START_MS + days * DAY_MS);
      expect(then?.states).toEqual(whole?.states.slice(0, days));
      expect(then?.logDetector).toEqual(whole?.logDetector.slice(0, days));
      expect(then?.alarms).toEqual(whole?.alarms.filter(({ window }) => window < days));
    }
  });

  test("says what it cannot take as evidence", async () => {
    const { source } = createMemoryStore();
    const sliding = dailyMonitor({ window: { width: "1w", step: "1d" } });
    await expect(trackMonitor(sliding, source, nowMs)).rejects.toThrow(/windows that overlap/);
    const adaptive = dailyMonitor({ window: { width: "adaptive" } });
    await expect(trackMonitor(adaptive, source, nowMs)).rejects.toThrow(/has the window "adaptive"/);
    expect(await trackMonitor(dailyMonitor(), source, START_MS + 3600)).toBeNull();
  });
});

describe("a monitor over hours", () => {
  const ANCHOR_DAY = 14;
  const DAYS = 28;
  const CHANGE_DAY = 22;
  const nowMs = TRAFFIC_START_MS + DAYS * DAY_MS;
  const monitorOf = (more: Partial<MonitorInput> = {}) =>
    parseMonitor({
      id: "traffic",
      model: TRAFFIC_MODEL,
      anchor: day(TRAFFIC_START_MS, ANCHOR_DAY),
      window: { width: "1h" },
      ...more,
    });
  const stored = (kind?: "shift-0.5" | "shift-0.1") =>
    storeTraffic(findTraffic("independent"), {
      seed: 3,
      days: DAYS,
      historyDays: ANCHOR_DAY,
      referenceRows: 20_000,
      ...(kind === undefined ? {} : { change: { kind, fromDay: CHANGE_DAY } }),
    });
  let moved: Source;

  beforeAll(async () => {
    moved = await stored("shift-0.5");
  });

  test.each(["emitted", "previous", "season"] as const)(
    "finds half a standard deviation within hours where it compares with %s",
    async (kind) => {
      const track = await trackMonitor(monitorOf({ reference: { kind } }), moved, nowMs);
      const [alarm] = track!.alarms;
      const delayHours = alarm!.window + 1 - (CHANGE_DAY - ANCHOR_DAY) * 24;
      expect(delayHours).toBeGreaterThan(0);
      expect(delayHours).toBeLessThanOrEqual(6);
      expect(alarm!.culprits.every((member) => ["feature:f0", "feature:f1"].includes(member))).toBe(true);
    },
  );

  test("compares with a range that it is asked about without being part of it", async () => {
    const reference = {
      kind: "range",
      from: day(TRAFFIC_START_MS, 0),
      to: day(TRAFFIC_START_MS, 20),
    } as const;
    const track = await trackMonitor(monitorOf({ reference }), moved, nowMs);
    expect(track!.alarms[0]!.window).toBeGreaterThanOrEqual((CHANGE_DAY - ANCHOR_DAY) * 24);
  });

  test("withholds drift that is certain and does not matter", async () => {
    const slightly = await stored("shift-0.1");
    const tolerant = await judge(monitorOf({ reference: { kind: "previous" } }), slightly, nowMs);
    expect(tolerant.status).toBe("ok");
    const strict = await judge(
      monitorOf({ reference: { kind: "previous" }, guard: { tolerance: 0 } }),
      slightly,
      nowMs,
    );
    const firstWatch = z.string().parse(strict.details["firstWatch"]);
    expect(Date.parse(firstWatch)).toBeGreaterThan(TRAFFIC_START_MS + CHANGE_DAY * DAY_MS);
    expect(tolerant.details["firstWatch"]).toBeNull();
  });

  test("says of each member why it takes no part", async () => {
    const resent = await storeTraffic(findTraffic("ar-8h"), {
      seed: 4,
      days: DAYS,
      historyDays: ANCHOR_DAY,
      referenceRows: 20_000,
      isResent: true,
    });
    const verdict = await judge(monitorOf({ reference: { kind: "previous" } }), resent, nowMs);
    const drift = z
      .object({ members: z.array(z.object({ refused: z.object({ reason: z.string() }).nullable() })) })
      .parse(verdict.details["drift"]);
    expect(drift.members.map(({ refused }) => refused?.reason)).toContain("autocorrelated-residuals");
    const few = monitorOf({ reference: { kind: "previous" }, guard: { minimumCount: 1_000_000 } });
    expect(await judge(few, resent, nowMs)).toMatchObject({
      status: "undetermined",
      reason: { code: "too-few-rows" },
    });
  });

  test("is quiet where nothing changes", async () => {
    const track = await trackMonitor(monitorOf(), await stored(), nowMs);
    expect(track!.alarms).toEqual([]);
    expect(track!.runs.map(({ state }) => state)).toEqual(["ok"]);
  });
});
