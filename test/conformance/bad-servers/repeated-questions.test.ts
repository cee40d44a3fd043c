import { EventEmitter, getEventListeners, once } from "node:events";
import type { IncomingMessage, RequestListener } from "node:http";
import { toModelwatchError } from "@modelwatch/conventions";
import { afterEach, describe, expect, it } from "vitest";
import { createHttpClient, toHttpSettings } from "../../../packages/sources/src/http/index.js";
import type { HttpClient, HttpOptions } from "../../../packages/sources/src/http/index.js";
import { createPeers } from "./peers.js";
import { answer, SUCCESS } from "./symptoms.js";

const peers = createPeers();
afterEach(() => peers.stop());

/** The first answers in this order, then success; what was asked, and when. */
async function startFlaky(
  answers: readonly RequestListener[],
): Promise<{ readonly url: string; readonly asked: IncomingMessage[]; readonly timesMs: number[] }> {
  const asked: IncomingMessage[] = [];
  const timesMs: number[] = [];
  const url = await peers.http((request, response) => {
    const handle = answers[asked.length] ?? answer(200, SUCCESS);
    asked.push(request);
    timesMs.push(performance.now());
    handle(request, response);
  });
  return { url, asked, timesMs };
}

function open(options: HttpOptions): HttpClient {
  return createHttpClient(toHttpSettings(options, "Prometheus"), "Prometheus");
}

/** Status and body, whatever they are; the error where there is neither. */
async function ask(client: HttpClient, signal?: AbortSignal): Promise<string> {
  const request = { method: "GET", path: "/api/v1/labels" } as const;
  try {
    return await client.ask(request, async (got) => `${got.status} ${await got.readText()}`, signal);
  } catch (error) {
    return toModelwatchError(error).message;
  }
}

const hangUp: RequestListener = (_request, response) => void response.socket?.destroy();
const hangUpInside: RequestListener = (_request, response) => {
  response.write('{"status":');
  setImmediate(() => response.socket?.destroy());
};

describe("many questions that share a signal", () => {
  it("leave no listener on it, and warn of none", async () => {
    const { url } = await startFlaky([]);
    const warnings: string[] = [];
    const note = ({ name }: Error): number => warnings.push(name);
    process.on("warning", note);
    const client = open({ url });
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 50 }, () => ask(client, signal)));
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", note);
    expect(warnings).toEqual([]);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});

describe("a question", () => {
  it.each<[string, RequestListener]>([
    ["429", answer(429, "later")],
    ["503 of a gateway", answer(503, "<html>", { "content-type": "text/html" })],
    ["503 with Retry-After", answer(503, "{}", { "retry-after": "0" })],
    ["a connection that breaks before the answer", hangUp],
    ["a connection that breaks inside the answer", hangUpInside],
  ])("is asked again after %s", async (_name, first) => {
    const { url, asked } = await startFlaky([first]);
    expect(await ask(open({ url }))).toBe(`200 ${SUCCESS}`);
    expect(asked).toHaveLength(2);
  });

  it("is asked again no sooner than Retry-After says", async () => {
    const { url, timesMs } = await startFlaky([answer(429, "later", { "retry-after": "1" })]);
    expect(await ask(open({ url }))).toBe(`200 ${SUCCESS}`);
    expect(timesMs[1]! - timesMs[0]!).toBeGreaterThan(990);
  });

  it.each<[string, RequestListener, string]>([
    ["500", answer(500, "{}"), "500 {}"],
    ["a query's own time-out", answer(503, "{}"), "503 {}"],
    ["a refusal", answer(401, "no"), "401 no"],
    ["a Retry-After beyond the deadline", answer(429, "later", { "retry-after": "31" }), "429 later"],
  ])("is asked once where the answer is %s", async (_name, first, got) => {
    const { url, asked } = await startFlaky([first]);
    expect(await ask(open({ url }))).toBe(got);
    expect(asked).toHaveLength(1);
  });

  it("is asked as often as allowed, and not more", async () => {
    const always = Array.from({ length: 9 }, () => answer(429, "later", { "retry-after": "0" }));
    for (const maxAttempts of [1, 4]) {
      const { url, asked } = await startFlaky(always);
      expect(await ask(open({ url, maxAttempts }))).toBe("429 later");
      expect(asked).toHaveLength(maxAttempts);
    }
  });

  it("that is cancelled in a pause is not asked again", async () => {
    const cancel = new AbortController();
    const { url, asked } = await startFlaky([
      (request, response) => {
        response.on("close", () => cancel.abort());
        answer(429, "later", { "retry-after": "20" })(request, response);
      },
    ]);
    expect(await ask(open({ url }), cancel.signal)).toMatch(/\[cancelled\]/);
    expect(asked).toHaveLength(1);
  });
});

describe("connections", () => {
  it("are kept between questions", async () => {
    const { url, asked } = await startFlaky([]);
    const client = open({ url, maxConcurrency: 1 });
    for (let i = 0; i < 5; i++) await ask(client);
    await client.close();
    expect(asked).toHaveLength(5);
    expect(new Set(asked.map(({ socket }) => socket)).size).toBe(1);
  });

  it("are let go of where an answer is not read", async () => {
    const { url } = await startFlaky([]);
    const client = open({ url, maxConcurrency: 1 });
    const request = { method: "GET", path: "/" } as const;
    for (let i = 0; i < 3; i++) expect(await client.ask(request, async ({ status }) => status)).toBe(200);
    await client.close();
  });
});

describe("a question that waits for its turn", () => {
  it("leaves the queue when it is cancelled, and the next one is asked", async () => {
    const arrivals = new EventEmitter();
    const arrived = once(arrivals, "first");
    const { url, asked } = await startFlaky([() => arrivals.emit("first")]);
    const client = open({ url, maxConcurrency: 1 });
    const [first, second] = [new AbortController(), new AbortController()];
    const answers = [ask(client, first.signal), ask(client, second.signal), ask(client)];
    second.abort();
    expect(await answers[1]).toMatch(/\[cancelled\]/);
    await arrived;
    first.abort();
    expect(await answers[0]).toMatch(/\[cancelled\]/);
    expect(await answers[2]).toBe(`200 ${SUCCESS}`);
    expect(asked).toHaveLength(2);
  });
});
