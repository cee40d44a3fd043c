import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildBackend } from "../../grafana-plugin/backend/build-backend.js";
import { buildExecutable } from "../../grafana-plugin/packaging/build-executable.js";
import { hostPlatform } from "../../grafana-plugin/packaging/platform.js";
import { createAuthority } from "./bad-servers/certificates.js";
import type { Identity } from "./bad-servers/certificates.js";
import { createPeers } from "./bad-servers/peers.js";
import { answer } from "./bad-servers/symptoms.js";
import { startPlugin, type PluginProcess } from "./grafana-process.js";
import { toWireContext } from "./grafana-settings.js";

// The built process, as a Node.js script and as an executable with Bun inside, asks a store that wants everything at once: a
// client certificate, a token, a header and a tenant. HTTP and TLS are other code in the two.
const MAIN = fileURLToPath(new URL("../../grafana-plugin/backend/main.ts", import.meta.url));
const MODELS = answer(200, '{"status":"success","data":["flight-delay"]}');
const TOKENS = { bearerToken: "canary-token", httpHeaderValue1: "canary-header" } as const;

const peers = createPeers();
const seen: IncomingMessage[] = [];
const plugins = new Map<string, PluginProcess>();
let folder = "";
let url = "";
let ca = "";
let client: Identity;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelwatch-plugin-"));
  await buildBackend(folder);
  const compiled = join(folder, "compiled");
  await buildExecutable(MAIN, compiled, hostPlatform());
  const authority = await createAuthority();
  ca = authority.certificate;
  const [server, known] = await Promise.all([authority.issue(["metrics.example"]), authority.issue(["us"])]);
  client = known;
  url = await peers.https(
    { cert: server.certificate, key: server.key, ca, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      seen.push(request);
      MODELS(request, response);
    },
  );
  plugins.set("a Node.js script", await startPlugin(join(folder, "gpx_modelwatch_linux_amd64")));
  plugins.set("an executable", await startPlugin(compiled));
});
afterAll(async () => {
  for (const plugin of plugins.values()) await plugin.stop();
  await peers.stop();
  await rm(folder, { recursive: true, force: true });
});

let instances = 0;
function check(
  plugin: PluginProcess,
  jsonData: object,
  secrets: Readonly<Record<string, string>>,
): Promise<{ status: number; message: string; jsonDetails: Buffer }> {
  const named = { serverName: "metrics.example", httpHeaderName1: "X-Api-Key", tenant: "team", timeout: 5 };
  const pluginContext = toWireContext({
    uid: `store-${++instances}`,
    url,
    jsonData: { ...named, ...jsonData },
    secrets: { ...TOKENS, ...secrets },
  });
  return plugin.client.call("pluginv2.Diagnostics/CheckHealth", { pluginContext });
}

function pluginAs(runtime: string): PluginProcess {
  const plugin = plugins.get(runtime);
  if (!plugin) throw new Error(`no plugin runs as ${runtime}`);
  return plugin;
}

/** The state of each link, in order. */
function linksOf({ jsonDetails }: { readonly jsonDetails: Buffer }): string {
  const { links }: { links: { link: string; state: string }[] } = JSON.parse(jsonDetails.toString());
  return links.map(({ link, state }) => `${link} ${state}`).join(", ");
}

describe.each(["a Node.js script", "an executable"])("a data source's connection from %s", (runtime) => {
  it("brings certificate, token, header and tenant", async () => {
    seen.length = 0;
    const secrets = { tlsCACert: ca, tlsClientCert: client.certificate, tlsClientKey: client.key };
    const health = await check(pluginAs(runtime), { tlsAuth: true, tlsAuthWithCACert: true }, secrets);
    // the peer holds this one name and no distribution: it was asked, and answered
    expect(health.message).toMatch(/holds metrics of models \(flight-delay\)/);
    expect(linksOf(health)).toBe(
      "settings ok, name ok, connection ok, tls ok, credentials ok, api ok, metrics failed, monitors skipped",
    );
    expect(seen[0]?.headers).toMatchObject({
      authorization: "Bearer canary-token",
      "x-api-key": "canary-header",
      "x-scope-orgid": "team",
    });
  });

  it("that misses a part says which, and nothing secret", async () => {
    const plugin = pluginAs(runtime);
    const withCa = { tlsCACert: ca };
    const half = { ...withCa, tlsClientCert: client.certificate };
    const answers = [
      await check(plugin, {}, {}),
      await check(plugin, { tlsAuthWithCACert: true }, withCa),
      await check(plugin, { tlsAuthWithCACert: true, tlsAuth: true }, half),
      await check(plugin, { tlsAuthWithCACert: true, serverName: "" }, withCa),
    ];
    const messages = answers.map(({ status, message }) => `${status} ${message}`);
    expect(messages).toEqual([
      expect.stringMatching(/^2 .*give the certificate of its authority as the CA/),
      expect.stringMatching(/^2 .*client certificate/),
      expect.stringMatching(/^2 .*the key of the client certificate for Prometheus cannot be read/),
      expect.stringMatching(/^2 .*its certificate is for another host name/),
    ]);
    expect(answers.map((each) => /(\w+) failed/.exec(linksOf(each))?.[1])).toEqual([
      "tls",
      "tls",
      "settings",
      "tls",
    ]);
    const everything = [
      ...messages,
      ...answers.map(({ jsonDetails }) => jsonDetails.toString()),
      ...plugin.stderrLines,
    ].join("\n");
    expect(everything).not.toMatch(/canary|BEGIN CERTIFICATE-----\\n|BEGIN PRIVATE KEY-----\\n/);
  });

  it("is counted in the process' own metrics", async () => {
    const { metrics } = await pluginAs(runtime).client.call<{ metrics: { prometheus: Buffer } }>(
      "pluginv2.Diagnostics/CollectMetrics",
      {},
    );
    const text = metrics.prometheus.toString();
    expect(text).toMatch(/^modelwatch_source_requests_total\{store="prometheus",status="2xx"\} [1-9]/m);
    expect(text).toMatch(/^modelwatch_source_requests_total\{store="prometheus",status="none"\} [1-9]/m);
    expect(text).toMatch(/^modelwatch_source_received_bytes_total\{store="prometheus"\} [1-9]/m);
    expect(text).toMatch(
      /^modelwatch_request_duration_seconds_count\{method="checkHealth",outcome="ok"\} 5$/m,
    );
    expect(text).toMatch(/^modelwatch_instances [1-9]/m);
    expect(text).toMatch(/^process_resident_memory_bytes [1-9]\d{6}/m);
    expect(text).toMatch(/^process_cpu_seconds_total [0-9.]*[1-9]/m);
    // pauses are told by Node.js alone, and what is not told is left out
    expect(text.includes("nodejs_gc_duration_seconds")).toBe(runtime === "a Node.js script");
    expect(text).not.toContain("canary");
  });
});
