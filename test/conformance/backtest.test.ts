import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DAY_MS, MODEL, simulateModel, START_MS, type SimulatedDay } from "../calibration/simulated-model.js";

const COMMAND = fileURLToPath(new URL("../../packages/cli/bin/modelwatch.js", import.meta.url));

// Six quiet weeks, then three in which a feature moved and the model became wrong.
const QUIET_DAYS = 42;
const DAYS = 63;
const quietDay: SimulatedDay = { rows: 400 };
const brokenDay: SimulatedDay = { rows: 400, signalShift: 0.8, concept: 1 };

let folder: string;
let store: string;
let monitor: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "modelwatch-"));
  store = join(folder, "store.duckdb");
  monitor = join(folder, "monitor.json");
  writeFileSync(monitor, JSON.stringify({ id: "m", model: MODEL, anchor: iso(0) }));
  const days = Array.from({ length: DAYS }, (_, day) => (day < QUIET_DAYS ? quietDay : brokenDay));
  const { sink } = await openDuckDbStore({ path: store });
  for (const batch of simulateModel(days, 11)) await sink.append(batch);
  await sink.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function iso(day: number): string {
  return new Date(START_MS + day * DAY_MS).toISOString();
}

function backtest(...options: string[]) {
  return spawnSync(process.execPath, [COMMAND, "backtest", ...options], { encoding: "utf8" });
}

/** The windows of a replay, as its JSON has them. */
function replay(...more: string[]): readonly unknown[] {
  const out = join(folder, "part.json");
  expect(backtest("--store", store, "--monitor", monitor, "--out", out, ...more).status).toBe(0);
  return JSON.parse(readFileSync(out, "utf8")).windows;
}

describe("modelwatch backtest on a DuckDB file", () => {
  test("says when the monitor would have alarmed, how late, and how often in quiet times", () => {
    const out = join(folder, "backtest.json");
    const marks = ["--incident", iso(QUIET_DAYS), "--quiet", `${iso(0)}/${iso(QUIET_DAYS)}`];
    const { status, stdout, stderr } = backtest(
      "--store",
      store,
      "--monitor",
      monitor,
      ...marks,
      "--out",
      out,
    );
    expect({ status, stderr }).toMatchObject({ status: 0, stderr: expect.stringContaining("63 windows") });
    expect(stdout).toMatch(/Drift evidence, █ from 10\^1\.95 on\n {2}[·▁▂▃▄▅▆▇█]{63}\n/);
    expect(stdout).toMatch(/found after \d+\.\d\d days by (drift|loss)/);
    expect(stdout).toContain("0 false alarms in ");

    const document = JSON.parse(readFileSync(out, "utf8"));
    expect(document).toMatchObject({ from: iso(0), to: iso(DAYS), monitor: { id: "m", model: MODEL } });
    expect(document.windows).toHaveLength(DAYS);
    expect(document.alarms.length).toBeGreaterThan(0);
    expect(document.alarms.every((alarm: { during: string }) => alarm.during === "incident")).toBe(true);
    const [incident] = document.incidents;
    expect(incident.alarmStoodBefore).toBe(false);
    expect(incident.delayDays).toBeGreaterThan(0);
    expect(incident.delayDays).toBeLessThanOrEqual(7);
    expect(incident.alarm.knownAt).toBe(document.alarms[0].knownAt);
    const [quiet] = document.quiet;
    expect(quiet.falseAlarms).toBe(0);
    expect(quiet.daysAtRisk).toBeGreaterThan(20);
    // no alarm in the days watched: 3.69 events are the most that 95 % allow
    expect(quiet.perQuarter.high).toBeCloseTo((3.6889 / quiet.daysAtRisk) * (365.25 / 4), 2);
  });

  test("judges each window as if the later ones had not come", () => {
    const part = replay("--until", iso(50));
    expect(part).toHaveLength(50);
    expect(replay().slice(0, 50)).toEqual(part);
  });
});
