import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { HistogramPoint, MetricBatch, SumPoint } from "@modelwatch/sources";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY_MS, MODEL, simulateModel, START_MS, type SimulatedDay } from "../calibration/simulated-model.js";
import { createOtlpSender, type Points } from "./otlp-exporter.js";
import { startPrometheus, type PrometheusServer } from "./prometheus-server.js";

const COMMAND = fileURLToPath(new URL("../../packages/cli/bin/modelwatch.js", import.meta.url));
const HOUR_MS = 3_600_000;

// Five quiet weeks, then two in which a feature moved.
const QUIET_DAYS = 35;
const DAYS = 49;
const quietDay: SimulatedDay = { rows: 400 };
const movedDay: SimulatedDay = { rows: 400, signalShift: 0.8 };

const iso = (day: number) => new Date(START_MS + day * DAY_MS).toISOString();

/** Running totals of every series, as a process exports them. */
class Totals {
  readonly #histograms = new Map<string, HistogramPoint>();
  readonly #sums = new Map<string, SumPoint>();

  add({ histograms, sums }: MetricBatch): void {
    for (const point of histograms) {
      const key = JSON.stringify([point.metric, point.labels]);
      const before = point.temporality === "delta" ? this.#histograms.get(key) : undefined;
      this.#histograms.set(key, before === undefined ? point : merge(before, point));
    }
    for (const point of sums) {
      const key = JSON.stringify([point.metric, point.labels]);
      const before = point.temporality === "delta" ? (this.#sums.get(key)?.value ?? 0) : 0;
      this.#sums.set(key, { ...point, value: before + point.value });
    }
  }

  at(timeMs: number): Points {
    const stamp = { temporality: "cumulative", startMs: START_MS - HOUR_MS, timeMs } as const;
    return {
      histograms: [...this.#histograms.values()].map((point) => ({ ...point, ...stamp })),
      sums: [...this.#sums.values()].map((point) => ({ ...point, ...stamp })),
    };
  }
}

function merge(before: HistogramPoint, point: HistogramPoint): HistogramPoint {
  const sum = before.sum === undefined || point.sum === undefined ? {} : { sum: before.sum + point.sum };
  const counts = point.counts.map((count, bucket) => count + before.counts[bucket]!);
  return { ...point, counts, count: before.count + point.count, ...sum };
}

function withoutCounts(batch: MetricBatch): MetricBatch {
  const histograms = batch.histograms.map(({ sum, ...point }) => ({
    ...point,
    counts: point.counts.map(() => 0),
    count: 0,
    ...(sum === undefined ? {} : { sum: 0 }),
  }));
  return { ...batch, histograms, sums: batch.sums.map((point) => ({ ...point, value: 0 })) };
}

describe("modelwatch backtest on a real Prometheus", () => {
  let server: PrometheusServer;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "modelwatch-"));
    server = await startPrometheus();
    const sender = createOtlpSender(server.otlpUrl);
    const days = Array.from({ length: DAYS }, (_, day) => (day < QUIET_DAYS ? quietDay : movedDay));
    const batches = simulateModel(days, 5);
    const totals = new Totals();
    // a series that starts at its first count would lose it
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
