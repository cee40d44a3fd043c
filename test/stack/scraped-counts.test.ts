import { categorical, defineModel, numeric, probability, type Modelwatch } from "@modelwatch/instrumentation";
import type { Source } from "@modelwatch/sources";
import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPrometheus, type PrometheusServer } from "./prometheus-server.js";
import { startScrapedProcess, type ScrapedProcess } from "./scraped-process.js";

const STARTED_MS = Date.now();

let service: ScrapedProcess;
let server: PrometheusServer;
let source: Source;

beforeAll(async () => {
  service = await startScrapedProcess("next-collection");
  server = await startPrometheus({ scrapeTarget: service.target });
  source = createPrometheusSource({ url: server.url });
});
afterAll(async () => {
  await source.close();
  await server.stop();
  await service.stop();
});

/** One model for each test, so that they share a server. */
function predict(modelwatch: Modelwatch, name: string, count: number): void {
  const model = defineModel({
    name,
    version: "1",
    prediction: probability({ threshold: 0.5 }),
    features: { age: numeric({ bounds: [0, 30, 60] }), plan: categorical({ categories: ["free"] }) },
  });
  const watch = modelwatch.watch(model);
  for (let i = 0; i < count; i++) {
    watch.predict({ score: (i % 10) / 10, features: { age: (i % 100) - 5, plan: "free" } });
  }
}

/** Everything that Prometheus counted since this file's start. */
async function stored(name: string) {
  const matchers = [{ attribute: "ml.model.name", operator: "=", value: name } as const];
  const request = { matchers, groupBy: [], edges: [STARTED_MS - 1000, Date.now()] };
  const [age] = await source.histogramWindows({ ...request, metric: "ml.feature.value", squares: true });
  const [plan] = await source.sumWindows({ ...request, metric: "ml.feature.category" });
  return {
    ages: [...(age?.windows.counts ?? [])],
    agesSquared: age?.windows.sumsOfSquares?.[0],
    plans: plan?.sums[0],
    quality: age?.quality[0],
  };
}

describe("a process that a real Prometheus scrapes", () => {
  it("is counted whole, what it counted before its first scrape included", async () => {
    predict(service.modelwatch, "first", 1000);
    await service.scrapes(4);
    const squares = Array.from({ length: 1000 }, (_, i) => ((i % 100) - 5) ** 2);
    expect(await stored("first")).toEqual({
      ages: [60, 300, 300, 340],
      agesSquared: squares.reduce((sum, square) => sum + square, 0),
      plans: 1000,
      quality: ["exact"],
    });
  });

  it("is counted whole with what comes between two scrapes, and over a restart", async () => {
    predict(service.modelwatch, "restarted", 100);
    await service.scrapes(4);
    predict(service.modelwatch, "restarted", 200);
    await service.scrapes(3);
    service.restart();
    predict(service.modelwatch, "restarted", 300);
    await service.scrapes(4);
    const { ages, plans } = await stored("restarted");
    expect(plans).toBe(600);
    expect(ages.reduce((sum, count) => sum + count, 0)).toBe(600);
  });
});
