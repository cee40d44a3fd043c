import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { HttpRequestEnd } from "../http/index.js";
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

  it("tells who observes of every request, repetitions one by one, what came of it", async () => {
    const ends: HttpRequestEnd[] = [];
    const body = gzipSync('{"status":"success","data":[1]}');
    let asked = 0;
    const data = await ask(
      (request, response) => {
        asked++;
        if (asked === 1) {
          request.socket.destroy();
        } else if (asked === 2) {
          answer(429, "later")(request, response);
        } else {
          response.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" });
          response.end(body);
        }
      },
      { onRequestEnd: (end) => ends.push(end) },
    );
    expect(data).toEqual([1]);
    // bytes are those that were read: of a refusal that is asked again none, of an answer the unpacked ones
    expect(ends).toEqual([
      { status: undefined, bytes: 0 },
      { status: 429, bytes: 0 },
      { status: 200, bytes: 31 },
    ]);
  });

  it("with a warning is refused: a count of a part would look like a count of all", async () => {
    const partial = answer(200, '{"status":"success","data":[],"warnings":["store-2 is down"]}');
    await expect(ask(partial)).rejects.toMatchObject({
      code: "bad-response",
      message: expect.stringMatching(/not complete: store-2 is down/),
    });
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

describe("questions at a time", () => {
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
});

describe("settings", () => {
  it.each([
    ["", /"" is not the URL of a Prometheus; http:\/\/ or https:\/\//],
    ["localhost:9090", /"localhost:9090" is not the URL/],
    ["ftp://host", /is not the URL/],
    ["http//x", /is not the URL/],
    ["http://user:s3cret@host", /at host holds credentials, .*basic authentication/],
    ["user:s3cret@host:9090", /"…@host:9090" is not the URL/],
    ["http://host/?token=s3cret", /at host has a query or a fragment/],
    ["host?token=s3cret", /"host\?…" is not the URL/],
  ])("refuse the URL %j, and repeat no secret of it", (url, message) => {
    const parse = (): unknown => toSettings({ url });
    expect(parse).toThrow(message);
    expect(parse).not.toThrow(/s3cret/);
  });

  it.each<[Partial<PrometheusSourceOptions>, RegExp]>([
    [{ timeoutMs: 0 }, /timeoutMs is 0; an integer of at least 1/],
    [{ timeoutMs: 2 ** 31 }, /timeoutMs is 2147483648; .* at most 2147483647/],
    [{ connectTimeoutMs: 1.5 }, /connectTimeoutMs is 1.5/],
    [{ maxAttempts: 0 }, /maxAttempts is 0/],
    [{ lookBackMs: -1 }, /lookBackMs is -1/],
    [{ headers: { "X-Token": "s3cret\n" } }, /the header "X-Token" or its value/],
    [{ headers: { "bad name": "s3cret" } }, /the header "bad name" or its value/],
    [{ headers: { "Transfer-Encoding": "chunked" } }, /Transfer-Encoding cannot be set/],
    [{ bearerToken: "s3cret\u0000" }, /the header "authorization" or its value/],
    [{ basicAuth: { user: "a:b", password: "s3cret" } }, /has a colon/],
    [{ bearerToken: "s3cret", headers: { Authorization: "s3cret" } }, /more than one way/],
    [{ bearerToken: "s3cret", basicAuth: { user: "a", password: "s3cret" } }, /more than one way/],
  ])("refuse %j", (options, message) => {
    const parse = (): unknown => toSettings({ url: "http://host", ...options });
    expect(parse).toThrow(message);
    expect(parse).toThrow(/\[invalid-argument\]/);
    expect(parse).not.toThrow(/s3cret/);
  });
});
