import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCountingReceiver, type CountingReceiver } from "./counting-receiver.js";
import { runScript, type RunningScript } from "./run-script.js";

const EXAMPLES = new URL("../../examples/", import.meta.url);

let receiver: CountingReceiver;
const running: RunningScript[] = [];

beforeEach(async () => {
  receiver = await startCountingReceiver();
});
afterEach(async () => {
  for (const { child } of running.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
  await receiver.close();
});

function runExample(name: string, env: Readonly<Record<string, string>> = {}): RunningScript {
  const script = runScript(fileURLToPath(new URL(`${name}/main.ts`, EXAMPLES)), {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: name, ...env },
  });
  running.push(script);
  return script;
}

/** Lines of an example's table, its header left out. */
function rowsOf(path: string): readonly (readonly string[])[] {
  const [, ...lines] = readFileSync(new URL(path, EXAMPLES), "utf8").trim().split("\n");
  return lines.map((line) => line.split(","));
}

async function total(metric: string): Promise<number> {
  return (await receiver.countValues(metric)).reduce((sum, { count }) => sum + count, 0);
}

describe("the batch job", () => {
  it("has every row in the store, though it exported once", async () => {
    const rows = rowsOf("batch-job/departures.csv");
    const script = runExample("batch-job");
    for (const _row of rows) expect(Number(await script.nextLine())).toBeGreaterThan(0);
    expect(await script.ended()).toMatchObject({ code: 0, stderr: "" });
    expect(await total("ml.prediction.value")).toBe(rows.length);
    const byOrigin = await receiver.countValues("ml.prediction.value", ["ml.stratum.origin"]);
    for (const { labels, count } of byOrigin) {
      const ofOrigin = rows.filter(([, , , origin]) => origin === labels["ml.stratum.origin"]);
      expect(count, labels["ml.stratum.origin"]).toBe(ofOrigin.length);
    }
    const byCarrier = await receiver.countSums("ml.feature.category", ["ml.feature.category"]);
    expect(byCarrier.find(({ labels }) => labels["ml.feature.category"] === "B6")?.count).toBe(
      rows.filter(([, , carrier]) => carrier === "B6").length,
    );
  });

  it("fails where its counts did not arrive", async () => {
    const script = runExample("batch-job", {
      OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9",
      OTEL_EXPORTER_OTLP_TIMEOUT: "1000",
    });
    expect(await script.ended()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("predicted, but not counted"),
    });
  });
});

describe("the TensorFlow.js model", () => {
  it("has every prediction in the store, in the buckets of its reference", async () => {
    const script = runExample("tensorflow-model");
    expect(await script.ended()).toMatchObject({ code: 0, stderr: "" });
    const production = rowsOf("tensorflow-model/production.csv").length;
    const training = rowsOf("tensorflow-model/training.csv").length;
    expect(await total("ml.prediction.value")).toBe(production);
    expect(await total("ml.feature.value")).toBe(2 * production);
    expect(await receiver.referenceRows("ml.reference.prediction.value")).toEqual([training]);
    expect(await receiver.referenceRows("ml.reference.feature.value", ["ml.feature.name"])).toEqual([
      training,
      training,
    ]);
  });
});

describe("the HTTP inference service", () => {
  it("has every request in the store when it is stopped, and outcomes joined by id", async () => {
    const script = runExample("http-inference-service", {
      PORT: "0",
      // the receiver takes metrics alone
      OTEL_TRACES_EXPORTER: "none",
      OTEL_LOGS_EXPORTER: "none",
    });
    const [, port] = /listening on (\d+)/.exec(await script.nextLine()) ?? [];
    const post = async (path: string, body: string): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body });
    for (let i = 0; i < 40; i++) {
      const row = { hour: i % 24, distance: 100 * i, carrier: i % 2 === 0 ? "B6" : "ZZ" };
      const answer = await post("/predict", JSON.stringify(row));
      const { id, delayMinutes } = (await answer.json()) as { id: string; delayMinutes: number };
      if (i < 25) await post("/outcome", JSON.stringify({ id, delayMinutes: delayMinutes - 3 }));
    }
    expect((await post("/predict", "{ not JSON")).status).toBe(400);
    expect((await post("/elsewhere", "{}")).status).toBe(404);
    script.child.kill("SIGTERM");
    expect(await script.ended()).toMatchObject({ code: 0, signal: null, stderr: "" });
    expect(await total("ml.prediction.value")).toBe(40);
    expect(await total("ml.outcome.error")).toBe(25);
    const byCarrier = await receiver.countSums("ml.feature.category", ["ml.feature.category"]);
    expect(byCarrier).toEqual([
      { labels: { "ml.feature.category": "B6" }, count: 20 },
      { labels: { "ml.feature.category": "__other__" }, count: 20 },
    ]);
  });
});
