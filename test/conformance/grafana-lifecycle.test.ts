import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createAutoMtls } from "@modelwatch/grafana-backend";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildBackend } from "../../grafana-plugin/backend/build-backend.js";
import { HOST_ENVIRONMENT, startPlugin, type PluginProcess } from "./grafana-process.js";
import { toWireContext } from "./grafana-settings.js";

// The built process alone in a folder, as an unpacked plugin: no node_modules above it.
const SERVING = { status: 1 };
let folder = "";
let executable = "";
const started: PluginProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelwatch-plugin-"));
  await buildBackend(folder);
  executable = join(folder, "gpx_modelwatch_linux_amd64");
});
afterAll(async () => {
  await Promise.all(started.map((plugin) => plugin.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function start(
  ...options: [environment?: Record<string, string>, certificate?: Parameters<typeof startPlugin>[2]]
) {
  const plugin = await startPlugin(executable, ...options);
  started.push(plugin);
  return plugin;
}

function ping(plugin: PluginProcess): Promise<unknown> {
  return plugin.client.call("grpc.health.v1.Health/Check", { service: "plugin" });
}

describe("the handshake", () => {
  it("names a loopback port in the host's range, and is all that standard output carries", async () => {
    const plugin = await start();
    expect(plugin.handshake.slice(0, 3)).toEqual(["1", "2", "tcp"]);
    expect(plugin.handshake[4]).toBe("grpc");
    const [host, port] = plugin.handshake[3]?.split(":") ?? [];
    expect(host).toBe("127.0.0.1");
    expect(Number(port)).toBeGreaterThanOrEqual(10_000);
    expect(Number(port)).toBeLessThanOrEqual(25_000);
    expect(await ping(plugin)).toMatchObject(SERVING);
    expect(plugin.stdoutLines).toHaveLength(1);
  });

  it("names a private unix socket where the host gives a directory, and leaves none behind", async () => {
    const plugin = await start({ ...HOST_ENVIRONMENT, PLUGIN_UNIX_SOCKET_DIR: folder });
    const [, , network, path = ""] = plugin.handshake;
    expect(network).toBe("unix");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await ping(plugin)).toMatchObject(SERVING);
    await plugin.client.call("plugin.GRPCController/Shutdown", {});
    expect(await plugin.ended).toBe(0);
    expect(existsSync(path)).toBe(false);
  });

  it("carries a certificate under AutoMTLS, which the host trusts and is trusted by", async () => {
    const { certificatePem, privateKeyPem } = createAutoMtls("", new Date());
    const plugin = await start(HOST_ENVIRONMENT, { certificatePem, privateKeyPem });
    expect(plugin.handshake).toHaveLength(6);
    expect(await ping(plugin)).toMatchObject(SERVING);
  });

  it("is refused to whoever starts the program by hand, with a sentence", async () => {
    const child = spawn(executable, { env: {}, stdio: ["ignore", "pipe", "pipe"] });
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(out).toBe("");
    expect(err).toContain("Grafana's server starts it");
    expect(child.exitCode ?? (await once(child, "exit"))[0]).toBe(1);
  });
});

describe("the end", () => {
  it("comes with the host's Shutdown call, with status 0, while its streams are open", async () => {
    const plugin = await start();
    const streams = [
      plugin.client.duplex("plugin.GRPCBroker/StartStream"),
      plugin.client.stream("plugin.GRPCStdio/StreamStdio", {}),
    ];
    for (const stream of streams) stream.on("data", () => {}).on("error", () => {});
    await plugin.client.call("plugin.GRPCController/Shutdown", {});
    expect(await plugin.ended).toBe(0);
  });

  it("comes with SIGTERM, and not with SIGINT, which a terminal sends to the whole group", async () => {
    const plugin = await start();
    plugin.child.kill("SIGINT");
    expect(await ping(plugin)).toMatchObject(SERVING);
    plugin.child.kill("SIGTERM");
    expect(await plugin.ended).toBe(0);
  });

  it("comes when the parent is killed", async () => {
    const script = `require("node:child_process").spawn(process.argv[1], { env: ${JSON.stringify(HOST_ENVIRONMENT)}, stdio: "inherit" })`;
    const parent = spawn(process.execPath, ["-e", script, executable], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    await once(parent.stdout, "data");
    parent.kill("SIGKILL");
    // the plugin holds the other end of this pipe: it closes when the plugin has gone too
    await once(parent.stdout, "close");
  });
});

describe("what it says", () => {
  it("is one JSON object a line on standard error, with six decimals, whatever it was asked", async () => {
    const plugin = await start();
    await expect(plugin.client.call("pluginv2.Data/QueryData", { format: 1 })).rejects.toThrow(/format/);
    plugin.child.kill("SIGTERM");
    await plugin.ended;
    expect(plugin.stderrLines.length).toBeGreaterThan(1);
    for (const line of plugin.stderrLines) {
      const entry: unknown = JSON.parse(line);
      expect(entry).toMatchObject({
        "@level": expect.stringMatching(/^(debug|info|warn|error)$/),
        "@message": expect.any(String),
        "@timestamp": expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      });
    }
    expect(plugin.stderrLines.join("\n")).toContain("call failed");
  });

  it("is a clear message where DuckDB is asked for and this package has none", async () => {
    const plugin = await start();
    const pluginContext = toWireContext({ jsonData: { store: "duckdb", duckdbPath: "/data/store.duckdb" } });
    const health = await plugin.client.call("pluginv2.Diagnostics/CheckHealth", { pluginContext });
    expect(health).toMatchObject({ status: 2, message: expect.stringContaining("leaves its library out") });
  });
});
