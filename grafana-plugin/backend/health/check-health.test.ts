import { monitorSchema } from "@modelwatch/conventions/query";
import { BackendError, type RequestContext } from "@modelwatch/grafana-backend";
import type { Source, SourceHealth } from "@modelwatch/sources";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { describe, expect, it } from "vitest";
import type { Instance } from "../instance.js";
import { CHAIN } from "./chain.js";
import { checkHealth } from "./check-health.js";

const NOW = Date.parse("2026-01-02T00:00:00Z");

function contextOf(url: string, signal = new AbortController().signal): RequestContext {
  const dataSource = {
    uid: "u",
    name: "n",
    url,
    user: "",
    database: "",
    basicAuthEnabled: false,
    basicAuthUser: "",
    jsonData: {},
    secureJsonData: new Map<string, string>(),
    updatedMs: 0,
  };
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const plugin = { orgId: 1, pluginId: "p", pluginVersion: "1", user: undefined, dataSource };
  return { plugin, headers: new Map(), signal, log };
}

async function statesOf(
  health: SourceHealth,
  changes: Partial<Instance> = {},
  url = "https://store",
): Promise<string> {
  const source: Source = { ...createMemoryStore().source, health: async () => health };
  const instance: Instance = { store: "prometheus", source, monitors: [], close: async () => {}, ...changes };
  const { ok, message, details } = await checkHealth(contextOf(url), (work) => work(instance), NOW);
  expect(message).toContain(health.message);
  const { links } = details as { links: { link: string; state: string }[] };
  expect(links.map(({ link }) => link)).toEqual(CHAIN);
  return [String(ok), ...links.map(({ state }) => state)].join(" ");
}

const toMonitor = (id: string, model: string) =>
  monitorSchema.parse({ id, model, anchor: "2026-01-01T00:00:00Z" });

const toPoint = (model: string, timeMs: number) => ({
  metric: "ml.prediction.value",
  labels: { "ml.model.name": model },
  temporality: "delta" as const,
  startMs: timeMs - 1,
  timeMs,
  bounds: [0.5],
  counts: [1, 0],
  count: 1,
});

describe("Save & test", () => {
  it.each<[SourceHealth["broken"], string]>([
    ["name", "false ok failed skipped skipped skipped skipped skipped skipped"],
    ["connection", "false ok ok failed skipped skipped skipped skipped skipped"],
    ["tls", "false ok ok ok failed skipped skipped skipped skipped"],
    ["credentials", "false ok ok ok ok failed skipped skipped skipped"],
    ["api", "false ok ok ok ok ok failed skipped skipped"],
    ["metrics", "false ok ok ok ok ok ok failed skipped"],
  ])("shows the links before %s whole and those after it skipped", async (broken = "api", states) => {
    expect(await statesOf({ ok: false, message: "what is wrong", broken })).toBe(states);
  });

  it("skips what a store does not need", async () => {
    const well = { ok: true, message: "all is well" };
    expect(await statesOf(well)).toBe("true ok ok ok ok ok ok ok skipped");
    expect(await statesOf(well, {}, "http://store")).toBe("true ok ok ok skipped ok ok ok skipped");
    expect(await statesOf(well, { store: "duckdb" }, "")).toBe(
      "true ok skipped skipped skipped skipped ok ok skipped",
    );
  });

  it("names monitors of models that the store has not heard of lately", async () => {
    const { source, sink } = createMemoryStore();
    const histograms = [toPoint("lively", NOW - 86_400_000), toPoint("old", NOW - 40 * 86_400_000)];
    await sink.append({ id: "1", histograms, sums: [], gauges: [] });
    const check = (...monitors: Instance["monitors"]) =>
      checkHealth(
        contextOf("http://store"),
        (work) => work({ store: "prometheus", source, monitors, close: async () => {} }),
        NOW,
      );
    expect(await check(toMonitor("a", "lively"))).toMatchObject({ ok: true });
    const broken = await check(toMonitor("a", "lively"), toMonitor("b", "old"), toMonitor("c", "livley"));
    expect(broken.ok).toBe(false);
    expect(broken.message).toMatch(/models of 2 of 3 monitors: b watches old, c watches livley; check/);
    expect(broken.details).toMatchObject({
      links: expect.arrayContaining([{ link: "monitors", state: "failed" }]),
    });
  });

  it.each([
    ["bad-request", "settings"],
    ["not-found", "settings"],
    ["unavailable", "api"],
  ] as const)("calls %s on opening a failure of the %s", async (code, link) => {
    const failing = () => Promise.reject(new BackendError(code, "what is wrong"));
    const health = await checkHealth(contextOf("http://store"), failing, NOW);
    expect(health).toMatchObject({ ok: false, message: "what is wrong" });
    expect(health.details).toMatchObject({ links: expect.arrayContaining([{ link, state: "failed" }]) });
  });

  it("has no answer for who has gone", async () => {
    const abort = new AbortController();
    abort.abort();
    const { source } = createMemoryStore();
    const waiting: Source = {
      ...source,
      health: (signal) =>
        source
          .labelNames({ matchers: [], range: { fromMs: 0, toMs: 1 } }, signal)
          .then(() => ({ ok: true, message: "" })),
    };
    const instance: Instance = { store: "prometheus", source: waiting, monitors: [], close: async () => {} };
    const gone = checkHealth(contextOf("http://store", abort.signal), (work) => work(instance), NOW);
    await expect(gone).rejects.toMatchObject({ code: "cancelled" });
  });
});
