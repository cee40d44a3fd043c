import type { MonitorInput } from "@modelwatch/conventions/query";
import type { MetricBatch } from "@modelwatch/sources";
import { DAY_MS, MODEL, simulateModel, START_MS, type SimulatedDay } from "../calibration/simulated-model.js";
import { createOtlpSender, type OtlpSender } from "../stack/otlp-exporter.js";
import {
  startPrometheus,
  type PrometheusServerOptions,
  type PrometheusServer,
} from "../stack/prometheus-server.js";
import { RunningTotals, withoutCounts } from "../stack/running-totals.js";
import { DATA_SOURCE } from "./alert-rule.js";

const HOUR_MS = DAY_MS / 24;
/** How often the model's process exports. */
const EXPORT_MS = 2 * HOUR_MS;

/** What happened to the model, by the first day of each episode; version 2 serves from `newVersion` on. */
export const EPISODES = {
  wrong: 26,
  rightAgain: 32,
  effect: 34,
  drift: 38,
  asBefore: 39,
  newVersion: 45,
  noEffect: 52,
  silent: 58,
  backAgain: 60,
  end: 62,
} as const;

/** A monitor of the model that takes an alarm back three days after its last evidence. */
const MONITOR: MonitorInput = {
  id: "simulated",
  model: MODEL,
  anchor: new Date(START_MS + 7 * DAY_MS).toISOString(),
  recoveryDays: 3,
};

export interface StoreSettings {
  readonly store: "prometheus" | "duckdb";
  readonly url?: string;
  readonly duckdbPath?: string;
}

/** What Grafana sends the data source's plugin with each request, as protojson. */
export function toPluginContext({ url = "", ...store }: StoreSettings): object {
  const settings = { ...store, monitors: [MONITOR] };
  return {
    orgId: "1",
    pluginId: "modelwatch-modelwatch-datasource",
    dataSourceInstanceSettings: {
      uid: DATA_SOURCE,
      name: "Modelwatch",
      url,
      jsonData: Buffer.from(JSON.stringify(settings)).toString("base64"),
    },
  };
}

/** The instant that lies so many days after the first one. */
export function atDay(day: number): number {
  return START_MS + day * DAY_MS;
}

/** What the model's processes counted, a batch for each day. */
export function simulateEpisodes(): readonly MetricBatch[] {
  const days = Array.from({ length: EPISODES.end }, (_, day) => dayOf(day));
  return simulateModel(days, 5, 5_000);
}

/** A real Prometheus that holds what the model's processes exported through nine weeks, episodes and all. */
export async function startAlertStore(options?: PrometheusServerOptions): Promise<PrometheusServer> {
  const server = await startPrometheus(options);
  const sender = createOtlpSender(server.otlpUrl);
  const batches = simulateEpisodes();
  const { newVersion, end } = EPISODES;
  await exportVersion(sender, batches, 0, newVersion);
  await exportVersion(sender, batches, newVersion, end);
  await sender.close();
  return server;
}

/** A process that serves from one day until another: zero first, then what it has counted, but while it is silent. */
async function exportVersion(
  sender: OtlpSender,
  batches: readonly MetricBatch[],
  fromDay: number,
  toDay: number,
): Promise<void> {
  const own = batches.filter(({ histograms: [point] }) => {
    const happenedMs = point?.timeMs ?? -Infinity;
    return happenedMs > atDay(fromDay) && happenedMs <= atDay(toDay);
  });
  const totals = new RunningTotals(atDay(fromDay) - HOUR_MS);
  for (const batch of own) if (batch.id.startsWith("day-")) totals.add(withoutCounts(batch));
  for (let timeMs = atDay(fromDay); timeMs <= atDay(toDay); timeMs += EXPORT_MS) {
    for (const batch of own) {
      const happenedMs = batch.histograms[0]!.timeMs;
      if (happenedMs > timeMs - EXPORT_MS && happenedMs <= timeMs) totals.add(batch);
    }
    if (!isSilent(timeMs)) await sender.send(totals.at(timeMs));
  }
}

function dayOf(day: number): SimulatedDay {
  const within = (from: number, to: number): boolean => day >= from && day < to;
  return {
    rows: isSilent(atDay(day)) ? 0 : 300,
    version: day < EPISODES.newVersion ? "1" : "2",
    ...(within(EPISODES.effect, EPISODES.noEffect) && { effect: 4 }),
    ...(within(EPISODES.drift, EPISODES.asBefore) && { signalShift: 1.5 }),
    ...(within(EPISODES.wrong, EPISODES.rightAgain) && { concept: 3 }),
  };
}

function isSilent(timeMs: number): boolean {
  return timeMs > atDay(EPISODES.silent) && timeMs < atDay(EPISODES.backAgain);
}
