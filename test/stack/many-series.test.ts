import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import type { Source } from "@modelwatch/sources";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOtlpSender } from "./otlp-exporter.js";
import { startPrometheus } from "./prometheus-server.js";
import type { PrometheusServer } from "./prometheus-server.js";

const SERIES = 100_000;
const BATCH = 10_000;
const MIB = 1024 * 1024;
const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2013, 3, 1);
const METRIC = "ml.feature.category";
const ATTRIBUTE = "ml.feature.category";
const everything = { metric: METRIC, matchers: [], edges: [START_MS, START_MS + HOUR_MS] };

let server: PrometheusServer;
let source: Source;
beforeAll(async () => {
  server = await startPrometheus();
  source = createPrometheusSource({ url: server.url });
  const sender = createOtlpSender(server.otlpUrl);
  for (const [value, timeMs] of [START_MS, START_MS + HOUR_MS].entries()) {
    for (let from = 0; from < SERIES; from += BATCH) {
      const sums = Array.from({ length: BATCH }, (_, i) => ({
        metric: METRIC,
        labels: { "ml.model.name": "wide", [ATTRIBUTE]: `category-${from + i}` },
        temporality: "cumulative" as const,
        monotonic: true,
        startMs: START_MS,
        timeMs,
        value,
      }));
      await sender.send({ histograms: [], sums });
    }
  }
  await sender.close();
}, 600_000);
afterAll(async () => {
  await source?.close();
  await server?.stop();
});

/** What the work resolves to, and by how much this process grew in it. */
async function grown<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const before = process.memoryUsage.rss();
  const result = await work();
  return [result, process.memoryUsage.rss() - before];
}

describe("a hundred thousand series in a real Prometheus", () => {
  it("are added by the store where nothing tells them apart", async () => {
    const [[sums, ...rest], bytes] = await grown(() => source.sumWindows({ ...everything, groupBy: [] }));
    expect(rest).toEqual([]);
    expect(sums?.sums).toEqual(Float64Array.of(SERIES));
    expect(bytes).toBeLessThan(512 * MIB);
  });

  it("are answered one by one where each is a group", async () => {
    const [answer, bytes] = await grown(() => source.sumWindows({ ...everything, groupBy: [ATTRIBUTE] }));
    expect(answer).toHaveLength(SERIES);
    // garbage included; 692 MiB were measured
    expect(bytes).toBeLessThan(1536 * MIB);
  });

  it("are listed for a picker", async () => {
    const range = { fromMs: START_MS, toMs: START_MS + HOUR_MS };
    const request = { attribute: ATTRIBUTE, metric: METRIC, matchers: [], range };
    expect(await source.labelValues(request)).toHaveLength(SERIES);
  });

  it("meet the limit on answers with its number where it is lower", async () => {
    const careful = createPrometheusSource({ url: server.url, maxResponseBytes: MIB });
    await expect(careful.sumWindows({ ...everything, groupBy: [ATTRIBUTE] })).rejects.toMatchObject({
      code: "limit-exceeded",
      text: {
        problem: `the answer of Prometheus is larger than ${MIB} bytes`,
        remedy: expect.stringMatching(/ask for fewer windows, features or groups/),
      },
    });
    await careful.close();
  });
});
