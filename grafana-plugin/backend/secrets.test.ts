import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { encodeFrame, toBackendError, type RequestContext } from "@modelwatch/grafana-backend";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHandlers } from "./handlers.js";

// A store that repeats all that it is told, in every way in which an answer can be wrong or right.
const BEHAVIOURS = ["refuse", "fail", "babble", "mislead", "answer", "hang up"] as const;
type Behaviour = (typeof BEHAVIOURS)[number];

function repeat(behaviour: Behaviour, headers: IncomingHttpHeaders, response: ServerResponse): void {
  const told = JSON.stringify(headers);
  const json = (status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  };
  switch (behaviour) {
    case "refuse":
      return json(401, { status: "error", error: `no user for ${told}` });
    case "fail":
      return json(422, { status: "error", errorType: "execution", error: told });
    case "babble":
      response.end(told);
      return;
    case "mislead":
      response.writeHead(302, { location: `https://login.example/?from=${encodeURIComponent(told)}` }).end();
      return;
    case "answer":
      return json(200, { status: "success", data: [] });
    case "hang up":
      response.destroy();
  }
}

let behaviour: Behaviour = "answer";
const store = createServer((request, response) => repeat(behaviour, request.headers, response));
let origin = "";
const handlers = createHandlers();
beforeAll(async () => {
  await new Promise<void>((resolve) => store.listen(0, "127.0.0.1", resolve));
  origin = `127.0.0.1:${(store.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await handlers.close?.();
  store.closeAllConnections();
  await new Promise((resolve) => store.close(resolve));
});

const secret = fc.stringMatching(/^[a-zA-Z0-9+/=.-]{8,40}$/).map((text) => `canary${text}`);
const place = fc.constantFrom(
  "basicAuthPassword",
  "bearerToken",
  "httpHeaderValue1",
  "tlsCACert",
  "tlsClientCert",
  "tlsClientKey",
  "aKeyThatNobodyKnows",
  "userinfo",
  "query",
  "broken url",
);

function urlWith(where: string, text: string): string {
  if (where === "userinfo") return `http://reader:${text}@${origin}`;
  if (where === "query") return `http://${origin}?token=${text}`;
  return where === "broken url" ? `htp:/reader:${text}@store` : `http://${origin}`;
}

let sources = 0;
/** A data source that holds the secret in this place, and a log that is kept. */
function contextWith(kind: string, where: string, text: string, log: string[]): RequestContext {
  const write = (message: string, fields?: object): void =>
    void log.push(`${message} ${JSON.stringify(fields)}`);
  const jsonData = {
    store: kind,
    timeout: 5,
    httpHeaderName1: "X-Api-Key",
    tlsAuth: where.startsWith("tlsClient"),
    tlsAuthWithCACert: where === "tlsCACert",
  };
  const dataSource = {
    uid: `source-${++sources}`,
    name: "a source",
    url: urlWith(where, text),
    user: "",
    database: "",
    basicAuthEnabled: where === "basicAuthPassword",
    basicAuthUser: "reader",
    jsonData,
    secureJsonData: new Map([[where, text]]),
    updatedMs: 0,
  };
  return {
    plugin: { orgId: 1, pluginId: "p", pluginVersion: "1", user: undefined, dataSource },
    headers: new Map(),
    signal: new AbortController().signal,
    log: { debug: write, info: write, warn: write, error: write },
  };
}

const DAY_MS = 86_400_000;
const QUERY = {
  refId: "A",
  queryType: "",
  maxDataPoints: 100,
  intervalMs: 1_000,
  range: { fromMs: 10 * DAY_MS, toMs: 11 * DAY_MS },
  model: { subject: { model: "m" } },
};

async function heard(call: () => Promise<unknown> | undefined): Promise<string> {
  try {
    return JSON.stringify(await call());
  } catch (error) {
    return toBackendError(error).message;
  }
}

/** All that the plugin says of it, in answers, errors and the log. */
async function everythingSaid(kind: string, where: string, text: string): Promise<string> {
  const log: string[] = [];
  const context = contextWith(kind, where, text, log);
  const resource = {
    method: "GET",
    path: ["models"],
    query: new URLSearchParams(),
    headers: new Map<string, readonly string[]>(),
    body: new Uint8Array(),
  };
  const said = await Promise.all([
    heard(() => handlers.checkHealth(context)),
    heard(async () => {
      const frames = await handlers.queryData(QUERY, context);
      return frames.map((frame) => Buffer.from(encodeFrame(frame, "A")).toString("latin1"));
    }),
    heard(() => handlers.callResource?.(resource, context)),
  ]);
  return [...said, (await handlers.collectMetrics?.()) ?? "", ...log].join("\n");
}

describe("a secret", () => {
  it("is in no answer, error, log line or metric, wherever it stands and whatever the store repeats", async () => {
    const kinds = fc.constantFrom("prometheus", "clickhouse");
    await fc.assert(
      fc.asyncProperty(
        kinds,
        place,
        secret,
        fc.constantFrom(...BEHAVIOURS),
        async (kind, where, text, how) => {
          behaviour = how;
          const said = await everythingSaid(kind, where, text);
          expect(said).not.toContain(text);
          expect(said).not.toContain(Buffer.from(`reader:${text}`).toString("base64"));
        },
      ),
      { numRuns: 60, seed: 1 },
    );
  });
});
