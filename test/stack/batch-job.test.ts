import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runScript } from "../conformance/run-script.js";
import { startPrometheus, type PrometheusServer } from "./prometheus-server.js";

const JOB = new URL("../../examples/batch-job/", import.meta.url);
const STARTED_MS = Date.now();

let server: PrometheusServer;
beforeAll(async () => {
  server = await startPrometheus();
});
afterAll(() => server.stop());

it("a batch job that exports once is counted whole by a real Prometheus, and so is the next", async () => {
  const [, ...rows] = readFileSync(new URL("departures.csv", JOB), "utf8").trim().split("\n");
  for (let run = 0; run < 2; run++) {
    const job = runScript(fileURLToPath(new URL("main.ts", JOB)), {
      env: { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: server.otlpUrl, OTEL_SERVICE_NAME: "late-arrival" },
    });
    for (const _row of rows) await job.nextLine();
    expect(await job.ended()).toMatchObject({ code: 0, stderr: "" });
  }
  const source = createPrometheusSource({ url: server.url });
  const request = { matchers: [], groupBy: [], edges: [STARTED_MS - 60_000, Date.now()] };
  const [scores] = await source.histogramWindows({ ...request, metric: "ml.prediction.value" });
  const [carriers] = await source.sumWindows({ ...request, metric: "ml.feature.category" });
  await source.close();
  expect(scores?.windows.totals[0]).toBe(2 * rows.length);
  expect(scores?.quality[0]).toEqual(["exact"]);
  expect(carriers?.sums[0]).toBe(2 * rows.length);
});
