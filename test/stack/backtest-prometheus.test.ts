import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY_MS, MODEL, simulateModel, START_MS, type SimulatedDay } from "../calibration/simulated-model.js";
import { createOtlpSender } from "./otlp-exporter.js";
import { startPrometheus, type PrometheusServer } from "./prometheus-server.js";
import { RunningTotals, withoutCounts } from "./running-totals.js";

const COMMAND = fileURLToPath(new URL("../../packages/cli/bin/modelwatch.js", import.meta.url));
const HOUR_MS = 3_600_000;

// Five quiet weeks, then two in which a feature moved.
const QUIET_DAYS = 35;
const DAYS = 49;
const quietDay: SimulatedDay = { rows: 400 };
const movedDay: SimulatedDay = { rows: 400, signalShift: 0.8 };

const iso = (day: number) => new Date(START_MS + day * DAY_MS).toISOString();

describe("modelwatch backtest on a real Prometheus", () => {
  let server: PrometheusServer;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "modelwatch-"));
    server = await startPrometheus();
    const sender = createOtlpSender(server.otlpUrl);
    const days = Array.from({ length: DAYS }, (_, day) => (day < QUIET_DAYS ? quietDay : movedDay));
    const batches = simulateModel(days, 5);
    const totals = new RunningTotals(START_MS - HOUR_MS);
    for (const batch of batches) if (batch.id.startsWith("day-")) totals.add(withoutCounts(batch));
    for (let timeMs = START_MS; timeMs <= START_MS + DAYS * DAY_MS; timeMs += HOUR_MS) {
      for (const batch of batches) {
        const [point] = batch.histograms;
        if (point !== undefined && point.timeMs > timeMs - HOUR_MS && point.timeMs <= timeMs)
          totals.add(batch);
      }
      await sender.send(totals.at(timeMs));
    }
    await sender.close();
  }, 600_000);

  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("finds the marked incident and keeps quiet before", () => {
    const monitor = join(folder, "monitor.json");
    const out = join(folder, "backtest.json");
    writeFileSync(monitor, JSON.stringify({ id: "m", model: MODEL, anchor: iso(0) }));
    const marks = ["--incident", iso(QUIET_DAYS), "--quiet", `${iso(0)}/${iso(QUIET_DAYS)}`];
    const options = [
      "--prometheus",
      server.url,
      "--monitor",
      monitor,
      ...marks,
      "--until",
      iso(DAYS),
      "--out",
      out,
    ];
    const answer = spawnSync(process.execPath, [COMMAND, "backtest", ...options], { encoding: "utf8" });
    expect(answer).toMatchObject({ status: 0, stdout: expect.stringContaining("found after") });
    const document = JSON.parse(readFileSync(out, "utf8"));
    expect(document.windows).toHaveLength(DAYS);
    expect(document.quiet[0]).toMatchObject({ falseAlarms: 0 });
    expect(document.quiet[0].daysAtRisk).toBeGreaterThan(14);
    expect(document.incidents[0].delayDays).toBeLessThanOrEqual(7);
    expect(document.incidents[0].alarm.culprits).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(prediction|feature:signal)$/)]),
    );
  });
});
