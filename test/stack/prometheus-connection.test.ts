import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askForModels, failureOf } from "../conformance/bad-servers/ask.js";
import { createAuthority } from "../conformance/bad-servers/certificates.js";
import type { Identity } from "../conformance/bad-servers/certificates.js";
import { createOtlpSender } from "./otlp-exporter.js";
import { startPrometheus } from "./prometheus-server.js";
import type { PrometheusServer } from "./prometheus-server.js";

const COMMAND = fileURLToPath(new URL("../../packages/cli/bin/modelwatch.js", import.meta.url));
const PASSWORD = "correct horse";
// bcrypt of the password, at the lowest cost
const USERS = { watcher: "$2b$04$ibiSlKdLbK3Xt4gRNLmy8eFj2OU02TS5Qtrz6oSiWfOZsRX1iek2S" };
const BASIC = { user: "watcher", password: PASSWORD } as const;

function write(folder: string, name: string, content: string): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

describe("a Prometheus behind TLS, client certificates and passwords", () => {
  let server: PrometheusServer;
  let ca: string;
  let client: Identity;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "modelwatch-"));
    const authority = await createAuthority();
    ca = authority.certificate;
    client = await authority.issue(["watcher"]);
    const own = await authority.issue(["127.0.0.1"]);
    server = await startPrometheus({ users: USERS, tls: { ...own, clientCa: ca } });
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("lets in who brings all three", async () => {
    const { url } = server;
    expect(await askForModels({ url, tls: { ca, ...client }, basicAuth: BASIC })).toEqual([]);
  });

  it("is named for what is missing", async () => {
    const { url } = server;
    const rows = [
      [{}, "unavailable", /not signed by an authority that is trusted here/],
      [{ tls: { ca } }, "unauthorized", /it refused the TLS handshake.*client certificate/],
      [{ tls: { ca, ...client } }, "unauthorized", /answered 401: Unauthorized/],
      [
        { tls: { ca, ...client }, basicAuth: { ...BASIC, password: "wrong" } },
        "unauthorized",
        /answered 401: Unauthorized/,
      ],
      [{ tls: { ca, ...client, serverName: "other.example" } }, "unavailable", /for another host name/],
    ] as const;
    for (const [options, code, problem] of rows) {
      const failure = await failureOf({ url, ...options });
      expect([failure.code, failure.text.problem]).toEqual([code, expect.stringMatching(problem)]);
    }
    const { text } = await failureOf({ url: url.replace("https", "http") });
    expect(text.problem).toMatch(/answered 400: Client sent an HTTP request to an HTTPS server/);
    expect(text.remedy).toMatch(/https:\/\//);
  });

  it("is reached from the command line, its secrets in the environment", () => {
    const monitor = { id: "m", model: "nobody", anchor: "2024-01-01T00:00:00Z" };
    const named = {
      "--prometheus": server.url,
      "--monitor": write(folder, "monitor.json", JSON.stringify(monitor)),
      "--ca": write(folder, "ca.pem", ca),
      "--cert": write(folder, "cert.pem", client.certificate),
      "--key": write(folder, "key.pem", client.key),
      "--user": "watcher",
    };
    const options = Object.entries(named).flat();
    const run = (password: string) => {
      const env = { ...process.env, MODELWATCH_PROMETHEUS_PASSWORD: password };
      return spawnSync(process.execPath, [COMMAND, "backtest", ...options], { encoding: "utf8", env });
    };
    expect(run(PASSWORD)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('no prediction of the model "nobody"'),
    });
    const refused = run("not-the-password");
    expect(refused).toMatchObject({ status: 1, stderr: expect.stringContaining("[unauthorized]") });
    expect(refused.stderr).not.toContain("not-the-password");
  });
});

describe("a Prometheus with limits, under a path", () => {
  let server: PrometheusServer;
  beforeAll(async () => {
    server = await startPrometheus({
      flags: ["--web.route-prefix=/metrics-store", "--query.max-samples=1"],
    });
  });
  afterAll(() => server?.stop());

  it("is found with its path, and missed without", async () => {
    expect(await askForModels({ url: `${server.url}/metrics-store/` })).toEqual([]);
    const { code, text } = await failureOf({ url: server.url });
    expect(code).toBe("bad-response");
    expect(text.problem).toMatch(/answered 404: 404 page not found/);
    expect(text.remedy).toMatch(/check the path in the URL/);
    const health = await createPrometheusSource({ url: server.url }).health();
    expect(health.message).toMatch(/answered 404.*check the path in the URL/);
  });

  it("says that a question is too large for it", async () => {
    const source = createPrometheusSource({ url: `${server.url}/metrics-store` });
    const sender = createOtlpSender(`${server.url}/metrics-store/api/v1/otlp/v1/metrics`);
    const startMs = Date.UTC(2013, 3, 1);
    const times = { startMs, temporality: "cumulative", monotonic: true } as const;
    for (const [hour, value] of [0, 1].entries()) {
      const timeMs = startMs + hour * 3_600_000;
      const sums = ["a", "b"].map((arm) => ({
        metric: "ml.business.covariate",
        labels: { "ml.arm": arm },
        timeMs,
        value,
        ...times,
      }));
      await sender.send({ histograms: [], sums });
    }
    await sender.close();
    const edges = [startMs, startMs + 3_600_000];
    const asked = source.sumWindows({
      metric: "ml.business.covariate",
      matchers: [],
      groupBy: ["ml.arm"],
      edges,
    });
    await expect(asked).rejects.toMatchObject({
      code: "limit-exceeded",
      text: {
        problem: expect.stringMatching(/answered 422: .*too many samples/),
        remedy: expect.stringMatching(/raise the server's limit \(--query\.max-samples\)/),
      },
    });
  });
});
