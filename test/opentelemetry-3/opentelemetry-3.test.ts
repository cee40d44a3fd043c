import { execFile } from "node:child_process";
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, expect, it } from "vitest";
import { startCountingReceiver } from "../conformance/counting-receiver.js";
import { peersFolder } from "../stack/peer-binaries.js";

/** Where `.ci/newest-lts` installs what package.json names here. */
const INSTALLED = join(peersFolder(), "opentelemetry-3");
const TSC = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

const run = promisify(execFile);

beforeAll(async () => {
  for (const file of ["service.ts", "tsconfig.json"]) {
    await copyFile(new URL(file, import.meta.url), join(INSTALLED, file));
  }
});

it("is the line that is meant", async () => {
  const manifest = join(INSTALLED, "node_modules/@opentelemetry/sdk-metrics/package.json");
  expect(JSON.parse(await readFile(manifest, "utf8"))).toMatchObject({
    version: expect.stringMatching(/^3\./),
  });
});

it("what users write compiles with our declarations and OpenTelemetry's, and every count arrives", async () => {
  await run(process.execPath, [TSC, "-p", INSTALLED]).catch((error: { readonly stdout: string }) => {
    throw new Error(error.stdout);
  });
  const receiver = await startCountingReceiver();
  const { stderr } = await run(process.execPath, [join(INSTALLED, "compiled/service.js")], {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_SERVICE_NAME: "churn-api" },
  });
  expect(stderr).toBe("");
  for (const metric of ["ml.prediction.value", "ml.feature.value"]) {
    const groups = await receiver.countValues(metric, ["ml.model.name"]);
    expect(groups.map(({ labels, count }) => [labels["ml.model.name"], count])).toEqual([
      ["constructed", 200],
      ["plain", 300],
      ["started", 100],
    ]);
  }
  // plain mode exports none
  expect(await receiver.referenceRows("ml.reference.prediction.value", ["ml.model.name"])).toEqual([
    1000, 1000,
  ]);
  await receiver.close();
});
