import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY_MS, MODEL, simulateModel, START_MS } from "../calibration/simulated-model.js";
import { createOtlpSender } from "../stack/otlp-exporter.js";
import { startPrometheus, type PrometheusServer } from "../stack/prometheus-server.js";
import { RunningTotals, withoutCounts } from "../stack/running-totals.js";
import type { QueryDataRequest } from "./host-answers.js";
import { runLoad } from "./load.js";
import { startPluginHost, type PluginHost } from "./plugin-host.js";
import { createPluginBuilder, type BuiltPlugins } from "./plugin-process.js";
import { countOpenFiles, readMemory } from "./process-usage.js";
import { toWireQuery } from "./query-request.js";

// The packaged backend over a real Prometheus. Outcomes and bounds are asserted; the figures are for reading.
const MB = 1e6;
const PANELS = 200;
const DAYS = 10;
const EXPORT_MS = DAY_MS / 12;
const DRIFT = {
  version: 1,
  analysis: "drift",
  window: { width: "range" },
  subject: { model: MODEL, target: { kind: "feature", name: "signal" } },
};
/** What a panel may be refused with: too much at once, or not in time. Grafana shows either, and asks again. */
const REFUSALS = new Set(["429", "504", "ResourceExhausted"]);

let builder: BuiltPlugins;
let store: PrometheusServer;
let host: PluginHost;
let pid: number;

beforeAll(async () => {
  [builder, store, host] = await Promise.all([
    createPluginBuilder(),
    startStore(),
    startPluginHost("newest"),
  ]);
  ({ pid } = await host.start(await builder.modelwatch()));
});
afterAll(async () => {
  await host.stop();
  await Promise.all([store.stop(), builder.remove()]);
});

/** Ten days of a model's process, as it exports them. */
async function startStore(): Promise<PrometheusServer> {
  const server = await startPrometheus();
  const sender = createOtlpSender(server.otlpUrl);
  const totals = new RunningTotals(START_MS - EXPORT_MS);
  const batches = simulateModel(
    Array.from({ length: DAYS }, () => ({ rows: 100 })),
    5,
    1_000,
  );
  for (const batch of batches) if (batch.id.startsWith("day-")) totals.add(withoutCounts(batch));
  for (let timeMs = START_MS; timeMs <= START_MS + DAYS * DAY_MS; timeMs += EXPORT_MS) {
    for (const batch of batches) {
      const happenedMs = batch.histograms[0]?.timeMs ?? 0;
      if (happenedMs > timeMs - EXPORT_MS && happenedMs <= timeMs) totals.add(batch);
    }
    await sender.send(totals.at(timeMs));
  }
  await sender.close();
  return server;
}

/** One request with so many panels' queries, to the data source of that uid. */
function requestPanels(panels: number, uid = "modelwatch"): QueryDataRequest {
  const timeRange = { fromEpochMS: String(START_MS), toEpochMS: String(START_MS + DAYS * DAY_MS) };
  const jsonData = Buffer.from(JSON.stringify({ store: "prometheus" })).toString("base64");
  return {
    pluginContext: {
      orgId: "1",
      pluginId: "modelwatch-modelwatch-datasource",
      dataSourceInstanceSettings: { uid, name: uid, url: store.url, jsonData },
    },
    queries: Array.from({ length: panels }, (_, panel) => ({
      ...toWireQuery(`panel ${panel}`, DRIFT),
      timeRange,
    })),
  };
}

describe("the packaged backend over Prometheus", () => {
  it(`answers ${PANELS} panels that come as as many requests at once, or refuses them with a clear status`, async () => {
    const load = { request: requestPanels(1), calls: PANELS, atOnce: PANELS };
    const { answered, failures, frameBytes } = await runLoad(host, load);
    const refused = Object.values(failures).reduce((sum, count) => sum + count, 0);
    expect(Object.keys(failures).filter((status) => !REFUSALS.has(status))).toEqual([]);
    expect(answered + refused).toBe(PANELS);
    expect(frameBytes).toBeGreaterThan(0);
    await host.ping();
  });

  it(`answers ${PANELS} panels that come in one request, each with its own frames`, async () => {
    const answers = Object.values(await host.queryData(requestPanels(PANELS), { digest: true }));
    expect(answers).toHaveLength(PANELS);
    for (const { status, frames } of answers) {
      expect([200, 429, 504]).toContain(status);
      expect(frames.length > 0).toBe(status === 200);
    }
    expect(answers.some(({ status }) => status === 200)).toBe(true);
  });

  it("keeps a bounded number of data sources open when it is asked for 400 in turn", async () => {
    const figures: string[] = [];
    for (let source = 1; source <= 400; source++) {
      const { pluginContext } = requestPanels(1, `source-${source}`);
      expect(await host.checkHealth({ pluginContext })).toMatchObject({ status: "OK" });
      if (source % 100 === 0) {
        const { residentBytes } = await readMemory(pid);
        figures.push(`${Math.round(residentBytes / MB)} MB and ${await countOpenFiles(pid)} files`);
      }
    }
    process.stdout.write(`after each 100 of 400 data sources: ${figures.join(", ")}\n`);
    // a hundred instances are kept, each with a connection or two
    expect(await countOpenFiles(pid)).toBeLessThan(400);
    expect((await readMemory(pid)).residentBytes / MB).toBeLessThan(500);
  });

  it("tells Grafana of its memory and pauses", async () => {
    const { prometheus } = await host.collectMetrics();
    const lines = prometheus.split("\n");
    const shown = lines.filter((line) => /^\w*(gc|eventloop_lag|resident_memory)\w*[ {]/.test(line));
    process.stdout.write(`${shown.join("\n")}\n`);
    expect(shown.length).toBeGreaterThan(0);
  });
});
