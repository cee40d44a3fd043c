import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ANALYSES } from "@modelwatch/conventions/query";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildBackend } from "../../grafana-plugin/backend/build-backend.js";
import { ALERT_NUMBERS, QUESTIONS } from "./alert-questions.js";
import { atDay, EPISODES, simulateEpisodes, toPluginContext } from "./alert-store.js";
import type { QueryDataRequest } from "./host-answers.js";
import { startPluginHost, type PluginHost } from "./plugin-host.js";

// DuckDB's library is not in the released executable: here the backend runs on Node.js, beside node_modules.
const FOLDER = fileURLToPath(new URL("../../grafana-plugin/backend/dist/", import.meta.url));

let folder = "";
let host: PluginHost;
let pluginContext: object;
beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  folder = await mkdtemp(join(FOLDER, "alert-frames-"));
  await buildBackend(folder);
  const duckdbPath = join(folder, "store.duckdb");
  const { sink } = await openDuckDbStore({ path: duckdbPath });
  for (const batch of simulateEpisodes()) await sink.append(batch);
  await sink.close();
  pluginContext = toPluginContext({ store: "duckdb", duckdbPath });
  host = await startPluginHost("newest");
  const executable = join(folder, "gpx_modelwatch_linux_amd64");
  await host.start({ executable, env: [`MODELWATCH_NODE=${process.execPath}`] });
});
afterAll(async () => {
  await host?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What a label of an alert may be called: nothing that says how it turned out. */
const STABLE_LABEL = /^(analysis|model|target|statistic|monitor|ml_\w+)$/;
const UNBROKEN = { error: "", broken: "" };
/** After the model was wrong, on a drifted day, and while it is silent. */
const DAYS = [EPISODES.rightAgain, EPISODES.asBefore, EPISODES.backAgain];

/** What the reader of Grafana's data plane contract says of a refId's frames. */
interface Judgement {
  readonly error: string;
  readonly type: string;
  readonly broken: string;
  readonly metrics: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly fingerprint: string;
    readonly numbers: readonly (string | null)[];
  }[];
}

/** Asks for the three days before `toDay`. */
function toRequest(
  models: Readonly<Record<string, object>>,
  toDay: number,
  headers: Readonly<Record<string, string>>,
): QueryDataRequest {
  const timeRange = { fromEpochMS: String(atDay(toDay - 3)), toEpochMS: String(atDay(toDay)) };
  const queries = Object.entries(models).map(([refId, model]) => ({
    refId,
    timeRange,
    queryType: refId,
    json: Buffer.from(JSON.stringify(model)).toString("base64"),
  }));
  return { pluginContext, headers, queries };
}

function judge(request: QueryDataRequest): Promise<Readonly<Record<string, Judgement>>> {
  return host.call("judgeFrames", { request });
}

it.each(ANALYSES)(
  "%s gives an alert rule one number for each label set, under labels that stay",
  async (analysis) => {
    const models = Object.fromEntries(
      ALERT_NUMBERS.map((alertOn) => [alertOn, { ...QUESTIONS[analysis], alertOn }]),
    );
    for (const day of DAYS) {
      const judgements = await judge(toRequest(models, day, { FromAlert: "true" }));
      for (const [alertOn, { error, type, broken, metrics }] of Object.entries(judgements)) {
        expect({ alertOn, error, broken }).toEqual({ alertOn, ...UNBROKEN });
        if (metrics.length > 0) expect(type).toBe("timeseries-multi");
        expect(new Set(metrics.map(({ fingerprint }) => fingerprint)).size).toBe(metrics.length);
        for (const { labels, numbers } of metrics) {
          expect(numbers.map((number) => Number.isFinite(Number(number ?? NaN)))).toEqual([true]);
          expect(Object.keys(labels).filter((name) => !STABLE_LABEL.test(name))).toEqual([]);
        }
      }
      expect(judgements["health"]!.metrics.length).toBeGreaterThan(0);
    }
  },
);

it.each(ANALYSES)("%s gives a panel series in order of time, none twice, and one table", async (analysis) => {
  const question = QUESTIONS[analysis];
  const request = toRequest({ series: question, table: question }, EPISODES.rightAgain, {});
  for (const { error, broken } of Object.values(await judge(request))) {
    expect({ error, broken }).toEqual(UNBROKEN);
  }
  const { series, table } = await host.queryData(request);
  expect(table!.frames).toHaveLength(1);
  const fieldsOf = (name: string) =>
    series!.frames.map(({ fields }) => fields.find((field) => field.name === name)!);
  const labels = fieldsOf("value").map((field) => JSON.stringify(field.labels));
  expect(labels.length).toBeGreaterThan(0);
  expect(new Set(labels).size).toBe(labels.length);
  for (const { values = [] } of fieldsOf("time")) {
    const times = values.map(Number);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  }
});
