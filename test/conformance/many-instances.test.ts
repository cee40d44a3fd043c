import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startCountingReceiver, type CountingReceiver } from "./counting-receiver.js";
import { REFERENCE_ROWS } from "./predict-as.js";
import { runScript, type RunningScript } from "./run-script.js";

let receiver: CountingReceiver;
const running: RunningScript[] = [];

beforeEach(async () => {
  receiver = await startCountingReceiver();
});
afterEach(async () => {
  for (const { child } of running.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
  await receiver.close();
});

function run(file: string, env: Readonly<Record<string, string>>): RunningScript {
  const script = runScript(fileURLToPath(new URL(file, import.meta.url)), {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: "churn-api", ...env },
  });
  running.push(script);
  return script;
}

/** How much each instance counted, in ascending order. */
async function countsOfInstances(metric: string): Promise<readonly number[]> {
  const instances = await receiver.countValues(metric, ["service.instance.id"]);
  return instances.map(({ count }) => count).toSorted((a, b) => a - b);
}

async function expectEveryInstance(counts: readonly number[]): Promise<void> {
  const sum = counts.reduce((total, count) => total + count, 0);
  for (const metric of ["ml.prediction.value", "ml.feature.value"]) {
    expect(await receiver.countValues(metric)).toEqual([{ labels: {}, count: sum }]);
    expect(await countsOfInstances(metric)).toEqual(counts);
  }
  // every instance sends the same reference: it is read once, not summed
  expect(await receiver.referenceRows("ml.reference.prediction.value")).toEqual([REFERENCE_ROWS]);
  expect(await receiver.referenceRows("ml.reference.feature.value")).toEqual([REFERENCE_ROWS]);
}

/** Every thread and process inherits it. */
const ONE_ID = { OTEL_RESOURCE_ATTRIBUTES: "service.instance.id=pod-1" };

it("worker threads and their main thread are summed, also under one instance id in their environment", async () => {
  expect(await run("many-threads.ts", ONE_ID).ended()).toMatchObject({ code: 0, stderr: "" });
  await expectEveryInstance([50, 100, 200, 300]);
  const instances = await receiver.countValues("ml.prediction.value", ["service.instance.id"]);
  for (const { labels, count } of instances) {
    expect(labels["service.instance.id"]).toMatch(count === 50 ? /^pod-1$/ : /^pod-1\/[0-9a-f-]{36}$/);
  }
});

it("members of a cluster are summed, and SIGTERM loses nothing", async () => {
  const script = run("many-members.ts", ONE_ID);
  expect(await script.nextLine()).toBe("predicted");
  script.child.kill("SIGTERM");
  expect(await script.ended()).toMatchObject({ code: 0, stderr: "" });
  await expectEveryInstance([100, 200, 300]);
});
