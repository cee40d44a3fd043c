import { execFile } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildExecutable } from "../../grafana-plugin/packaging/build-executable.js";
import { createAlpineRoot, startInRoot, type AlpineRoot, type Architecture } from "./alpine-root.js";
import { startPluginHost, type PluginHost } from "./plugin-host.js";
import { toQueryRequest } from "./query-request.js";

// The packaged executables in root file systems that hold what Grafana's Alpine images hold of glibc, and nothing more.
// Under qemu a start takes some ten seconds: the time limit only ends a test that hangs.
const TIME_LIMIT_MS = 600_000;
const MAIN = fileURLToPath(new URL("../../grafana-plugin/backend/main.ts", import.meta.url));
const roots: AlpineRoot[] = [];
let host: PluginHost;

beforeAll(async () => {
  host = await startPluginHost("newest");
});
afterEach(async () => {
  await host.kill();
});
afterAll(async () => {
  await host?.stop();
  for (const { path } of roots) await rm(path, { recursive: true, force: true });
});

async function createRoot(arch: Architecture, glibc = true): Promise<AlpineRoot> {
  const root = await createAlpineRoot(arch, glibc);
  roots.push(root);
  await buildExecutable(MAIN, root.executable, { os: "linux", arch });
  return root;
}

/** Handshake, health, and a query that asks a store by a name that only the root's own files know. */
async function expectToServe(): Promise<void> {
  const asked: string[] = [];
  const listener = createServer((request, response) => {
    asked.push(request.headers.host ?? "");
    response.writeHead(503).end("no store");
  }).listen(0, "127.0.0.1");
  await once(listener, "listening");
  try {
    const address = listener.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const settings = { uid: "a", name: "a", url: `http://store.internal:${port}`, jsonData: toBase64({}) };
    const pluginContext = { orgId: 1, dataSourceInstanceSettings: settings };
    const health = await host.checkHealth({ pluginContext });
    expect(health).toMatchObject({ status: "ERROR" });
    expect(health.message).toContain("503");
    const model = { analysis: "drift", subject: { model: "flight-delay" } };
    const { A, B } = await host.queryData({
      pluginContext,
      ...toQueryRequest({ A: model, B: { analysis: "?" } }),
    });
    expect(A?.error).toContain("503");
    expect(B?.error).toContain("analysis");
    expect(new Set(asked)).toEqual(new Set([`store.internal:${port}`]));
    const { prometheus } = await host.collectMetrics();
    expect(prometheus).toContain("modelwatch_query_duration_seconds");
  } finally {
    listener.closeAllConnections();
    listener.close();
  }
}

function toBase64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64");
}

describe("amd64", { timeout: TIME_LIMIT_MS }, () => {
  let root: AlpineRoot;
  beforeAll(async () => {
    root = await createRoot("amd64");
  });

  it("serves beside the glibc files of Grafana's Alpine image, as user 472 on a read-only root", async () => {
    await host.start(startInRoot(root));
    await expectToServe();
    expect(await host.kill()).toEqual({ exitCode: 0 });
  });

  it("serves on a processor of 2008, with SSE 4.2 and without AVX", async () => {
    await host.start(startInRoot(root, "Nehalem"));
    await expectToServe();
  });
});

describe("arm64, under qemu", { timeout: TIME_LIMIT_MS }, () => {
  it("serves beside Debian's glibc files", async () => {
    await host.start(startInRoot(await createRoot("arm64"), "max"));
    await expectToServe();
  });

  it("asks for glibc's loader where the image has musl alone, and does not start", async () => {
    const { executable, args } = startInRoot(await createRoot("arm64", false), "max");
    const reason = { stderr: expect.stringContaining("/lib/ld-linux-aarch64.so.1") };
    await expect(promisify(execFile)(executable, args, { env: {} })).rejects.toMatchObject(reason);
  });
});
