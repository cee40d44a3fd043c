import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createPrometheusClient } from "./http-client.js";
import { createPrometheusSource } from "./source.js";
import { toSettings } from "./settings.js";
import type { PrometheusSourceOptions } from "./settings.js";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const stops: (() => Promise<void>)[] = [];

/** A peer that misbehaves in a stated way, on a port of its own. */
async function startPeer(handler: Handler): Promise<string> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  stops.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function stopPeers(): Promise<void> {
  for (const stop of stops.splice(0)) await stop();
}

afterEach(stopPeers);

async function ask(handler: Handler, options: Partial<PrometheusSourceOptions> = {}): Promise<unknown> {
  const url = await startPeer(handler);
  return createPrometheusClient(toSettings({ url, ...options })).post("/api/v1/query", { query: "up" });
}

const answer =
  (status: number, body: string, type = "application/json"): Handler =>
  (_request, response) => {
    response.writeHead(status, { "content-type": type });
    response.end(body);
  };
const error = (status: number, text: string) =>
  answer(status, JSON.stringify({ status: "error", errorType: "execution", error: text }));

describe("a Prometheus that answers", () => {
  it("with success gives its data", async () => {
    await expect(ask(answer(200, '{"status":"success","data":[1]}'))).resolves.toEqual([1]);
  });

  it("gets our headers and the parameters as a form", async () => {
    const seen: string[] = [];
    await ask(
      (request, response) => {
        request.on("data", (chunk: Buffer) => seen.push(chunk.toString()));
        request.on("end", () => {
          seen.push(request.headers["x-scope-orgid"]?.toString() ?? "");
          answer(200, '{"status":"success","data":0}')(request, response);
        });
      },
      { headers: { "X-Scope-OrgID": "team" } },
    );
    expect(seen).toEqual(["query=up", "team"]);
  });
});

describe.each<[string, Handler, string, RegExp]>([
  ["401", answer(401, "no"), "unauthorized", /401: no; check the Authorization header/],
  ["403", answer(403, "<html>login</html>", "text/html"), "unauthorized", /403: a web page/],
  [
    "a login page",
    answer(200, "<!doctype html><p>Log in", "text/html"),
    "bad-response",
    /a web page, not with/,
  ],
  ["truncated JSON", answer(200, '{"status":"success","data":['), "bad-response", /cuts answers short/],
  ["another service's JSON", answer(200, '{"hello":1}'), "bad-response", /is not Prometheus' JSON/],
  ["404", answer(404, "404 page not found"), "bad-response", /without the API's own path/],
  ["a query it cannot parse", error(400, "parse error"), "bad-response", /400: parse error/],
  [
    "too many samples",
    error(422, "query processing would load too many samples"),
    "limit-exceeded",
    /max-samples/,
  ],
  ["503", error(503, "overloaded"), "unavailable", /503: overloaded; try again/],
  [
    "a warning",
    answer(200, '{"status":"success","data":[],"warnings":["store-2 is down"]}'),
    "bad-response",
    /not complete: store-2 is down/,
  ],
])("a peer that answers with %s", (_name, handler, code, message) => {
  it(`fails as ${code} and says what to do`, async () => {
    await expect(ask(handler)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });
});

const cut: Handler = (_request, response) => {
  response.writeHead(200, { "content-length": "1000" });
  response.write('{"status":');
  setImmediate(() => response.destroy());
};

describe("a peer that does not answer", () => {
  it("in time is unavailable", async () => {
    await expect(ask(() => {}, { timeoutMs: 50 })).rejects.toMatchObject({
      code: "unavailable",
      message: expect.stringMatching(/did not answer within 50 ms/),
    });
  });

  it("is named with the system's reason", async () => {
    const url = await startPeer(answer(200, ""));
    await stopPeers();
    const client = createPrometheusClient(toSettings({ url }));
    await expect(client.get("/api/v1/query", {})).rejects.toThrow(/\[unavailable\].*ECONNREFUSED/);
  });

  it("cut off in the middle of its body is unavailable", async () => {
    await expect(ask(cut)).rejects.toMatchObject({ code: "unavailable" });
  });

  it("is not waited for once the caller has cancelled", async () => {
    const url = await startPeer(() => {});
    const source = createPrometheusSource({ url });
    const controller = new AbortController();
    const asked = source.labelValues(
      { attribute: "ml.model.name", matchers: [], range: { fromMs: 0, toMs: 1 } },
      controller.signal,
    );
    controller.abort();
    await expect(asked).rejects.toMatchObject({ code: "cancelled" });
  });
});

describe("limits and secrets", () => {
  it("an answer beyond the size limit is refused with the limit", async () => {
    const large = answer(200, JSON.stringify({ status: "success", data: "x".repeat(5000) }));
    await expect(ask(large, { maxResponseBytes: 1000 })).rejects.toMatchObject({
      code: "limit-exceeded",
      message: expect.stringMatching(/larger than 1000 bytes; ask for fewer/),
    });
  });

  it("never more requests are in flight than allowed", async () => {
    const held: (() => void)[] = [];
    let most = 0;
    const url = await startPeer((request, response) => {
      held.push(() => answer(200, '{"status":"success","data":0}')(request, response));
      most = Math.max(most, held.length);
      if (held.length === 2) for (const release of held.splice(0)) release();
    });
    const client = createPrometheusClient(toSettings({ url, maxConcurrency: 2 }));
    await Promise.all(Array.from({ length: 10 }, () => client.get("/api/v1/query", {})));
    expect(most).toBe(2);
  });

  it("credentials stay out of every error", async () => {
    const secret = "Bearer s3cret";
    const failed = ask(answer(401, "denied"), { headers: { Authorization: secret } });
    await expect(failed).rejects.toSatisfy((failure) => !String(failure).includes("s3cret"));
    expect(() => toSettings({ url: "http://user:s3cret@host" })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("s3cret") as string }),
    );
  });

  it.each(["", "localhost:9090", "ftp://host", "http//x"])("refuse the URL %j", (url) => {
    expect(() => toSettings({ url })).toThrow(/\[invalid-argument\]/);
  });
});

describe("health", () => {
  it.each<[string, Handler, RegExp]>([
    ["401", answer(401, "no"), /401.*check the Authorization/],
    ["a web page", answer(200, "<html>", "text/html"), /a web page/],
    ["an empty store", answer(200, '{"status":"success","data":[]}'), /is its OTLP receiver enabled/],
  ])("names the broken link: %s", async (_name, handler, message) => {
    const url = await startPeer(handler);
    const health = await createPrometheusSource({ url }).health();
    expect(health).toEqual({ ok: false, message: expect.stringMatching(message) });
  });
});
