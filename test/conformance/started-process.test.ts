import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startCountingReceiver, type CountingReceiver } from "./counting-receiver.js";
import { runScript, type RunningScript } from "./run-script.js";

const SCRIPT = fileURLToPath(new URL("started-process.ts", import.meta.url));

let receiver: CountingReceiver;
const running: RunningScript[] = [];

beforeEach(async () => {
  receiver = await startCountingReceiver();
});
afterEach(async () => {
  for (const { child } of running.splice(0)) if (child.exitCode === null) child.kill("SIGKILL");
  await receiver.close();
});

function run(ending: string, predictions: number, env: Readonly<Record<string, string>> = {}): RunningScript {
  const script = runScript(SCRIPT, {
    args: [ending, String(predictions)],
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, ...env },
  });
  running.push(script);
  return script;
}

async function counted(metric = "ml.prediction.value"): Promise<number> {
  return (await receiver.countValues(metric)).reduce((sum, { count }) => sum + count, 0);
}

describe("what a process counted when it ends", () => {
  it("is stored where its event loop runs dry", async () => {
    expect(await run("beforeExit", 1234).ended()).toMatchObject({ code: 0, stderr: "" });
    expect(await counted()).toBe(1234);
    expect(await counted("ml.feature.value")).toBe(1234);
  });

  it("is stored where it waits for shutdown, which says so", async () => {
    const script = run("shutdown", 500);
    expect(await script.nextLine()).toBe("exported");
    expect(await script.ended()).toMatchObject({ code: 0, stderr: "" });
    expect(await counted()).toBe(500);
  });

  it.each(["SIGTERM", "SIGINT"] as const)(
    "is stored at %s, which still ends the process as if nobody had listened",
    async (signal) => {
      const script = run("signal", 77);
      await script.nextLine();
      script.child.kill(signal);
      expect(await script.ended()).toMatchObject({ code: null, signal });
      expect(await counted()).toBe(77);
    },
  );

  it("is stored where the application listens to SIGTERM, which then ends the process in its own way", async () => {
    const script = run("application-listens", 88);
    await script.nextLine();
    script.child.kill("SIGTERM");
    expect(await script.nextLine()).toBe("the application ends it");
    expect(await script.ended()).toMatchObject({ code: 3, signal: null });
    expect(await counted()).toBe(88);
  });
});

it("says that counts did not arrive, and ends all the same, where nobody receives", async () => {
  const script = run("shutdown", 5, {
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9",
    OTEL_EXPORTER_OTLP_TIMEOUT: "1000",
  });
  expect(await script.nextLine()).toBe("failed");
  expect(await script.ended()).toMatchObject({ code: 0, stderr: expect.stringContaining("did not arrive") });
});
