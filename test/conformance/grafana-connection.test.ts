import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildBackend } from "../../grafana-plugin/backend/build-backend.js";
import { createAuthority } from "./bad-servers/certificates.js";
import type { Identity } from "./bad-servers/certificates.js";
import { createPeers } from "./bad-servers/peers.js";
import { answer } from "./bad-servers/symptoms.js";
import { startPlugin, type PluginProcess } from "./grafana-process.js";
import { toWireContext } from "./grafana-settings.js";

// The built process asks a store that wants everything at once: a client certificate, a token, a header and a tenant.
const MODELS = answer(200, '{"status":"success","data":["flight-delay"]}');
const TOKENS = { bearerToken: "canary-token", httpHeaderValue1: "canary-header" } as const;

const peers = createPeers();
const seen: IncomingMessage[] = [];
let folder = "";
let plugin: PluginProcess;
let url = "";
let ca = "";
let client: Identity;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modelwatch-plugin-"));
  await buildBackend(folder);
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
  plugin = await startPlugin(join(folder, "gpx_modelwatch_linux_amd64"));
});
afterAll(async () => {
  await plugin?.stop();
  await peers.stop();
  await rm(folder, { recursive: true, force: true });
});

let instances = 0;
function check(
  jsonData: object,
  secrets: Readonly<Record<string, string>>,
): Promise<{ status: number; message: string }> {
  const named = { serverName: "metrics.example", httpHeaderName1: "X-Api-Key", tenant: "team", timeout: 5 };
  const pluginContext = toWireContext({
    uid: `store-${++instances}`,
    url,
    jsonData: { ...named, ...jsonData },
    secrets: { ...TOKENS, ...secrets },
  });
  return plugin.client.call("pluginv2.Diagnostics/CheckHealth", { pluginContext });
}

describe("a data source's connection", () => {
  it("brings certificate, token, header and tenant", async () => {
    const secrets = { tlsCACert: ca, tlsClientCert: client.certificate, tlsClientKey: client.key };
    const health = await check({ tlsAuth: true, tlsAuthWithCACert: true }, secrets);
    // the peer holds this one name and no distribution: it was asked, and answered
    expect(health.message).toMatch(/holds metrics of models \(flight-delay\)/);
    expect(seen[0]?.headers).toMatchObject({
      authorization: "Bearer canary-token",
      "x-api-key": "canary-header",
      "x-scope-orgid": "team",
    });
  });

  it("that misses a part says which, and nothing secret", async () => {
    const withCa = { tlsCACert: ca };
    const half = { ...withCa, tlsClientCert: client.certificate };
    const messages = [
      await check({}, {}),
      await check({ tlsAuthWithCACert: true }, withCa),
      await check({ tlsAuthWithCACert: true, tlsAuth: true }, half),
      await check({ tlsAuthWithCACert: true, serverName: "" }, withCa),
    ].map(({ status, message }) => `${status} ${message}`);
    expect(messages).toEqual([
      expect.stringMatching(/^2 .*give the certificate of its authority as the CA/),
      expect.stringMatching(/^2 .*client certificate/),
      expect.stringMatching(/^2 .*the key of the client certificate for Prometheus cannot be read/),
      expect.stringMatching(/^2 .*its certificate is for another host name/),
    ]);
    const everything = [...messages, ...plugin.stderrLines].join("\n");
    expect(everything).not.toMatch(/canary|BEGIN CERTIFICATE-----\\n|BEGIN PRIVATE KEY-----\\n/);
  });
});
