import { parseQuery, type Finding } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { afterAll, beforeAll, expect, it } from "vitest";
import { MODEL } from "../calibration/simulated-model.js";
import { atDay, startAlertStore } from "../plugin-host/alert-store.js";
import type { PrometheusServer } from "./prometheus-server.js";

// Prometheus leaves empty buckets of native histograms out, so two classes of outcomes come with bounds of their own.
let servers: readonly PrometheusServer[] = [];
beforeAll(async () => {
  servers = await Promise.all([true, false].map((nativeHistograms) => startAlertStore({ nativeHistograms })));
});
afterAll(() => Promise.all(servers.map((server) => server.stop())));

async function performanceOf({ url }: PrometheusServer): Promise<readonly Finding[]> {
  const query = parseQuery({
    analysis: "performance",
    subject: { model: MODEL },
    window: { width: "1d" },
    range: { from: new Date(atDay(14)).toISOString(), to: new Date(atDay(21)).toISOString() },
  });
  return evaluate(query, createPrometheusSource({ url }), {});
}

function valuesOf(findings: readonly Finding[]): unknown[] {
  return findings.map(({ statistic, window, value, n }) => [
    statistic,
    window.from,
    value?.toPrecision(9),
    n,
  ]);
}

it("performance from native histograms is what it is from classic ones", async () => {
  const [native = [], classic = []] = await Promise.all(servers.map(performanceOf));
  expect(classic.filter(({ value }) => value !== null).length).toBeGreaterThan(10);
  expect(valuesOf(native)).toEqual(valuesOf(classic));
});
