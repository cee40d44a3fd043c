import type { IncomingMessage, RequestListener } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { askForModels, failureOf } from "./ask.js";
import { createPeers } from "./peers.js";
import { answer } from "./symptoms.js";

const MODELS = answer(200, '{"status":"success","data":["m"]}');
const SECRETS = { headers: { "X-Api-Key": "canary-header-1" }, bearerToken: "canary-token-2" } as const;

const peers = createPeers();
afterEach(() => peers.stop());

function recording(seen: IncomingMessage[], handle: RequestListener): RequestListener {
  return (request, response) => {
    seen.push(request);
    handle(request, response);
  };
}

describe("credentials", () => {
  it("go with every question to the server that the settings name", async () => {
    const seen: IncomingMessage[] = [];
    const url = await peers.http(recording(seen, MODELS));
    await askForModels({ url, ...SECRETS, tenant: "team" });
    for (const { headers } of seen) {
      expect(headers).toMatchObject({
        authorization: "Bearer canary-token-2",
        "x-api-key": "canary-header-1",
        "x-scope-orgid": "team",
      });
    }
    await askForModels({ url, basicAuth: { user: "reader", password: "pa:ss" } });
    expect(seen.at(-1)?.headers.authorization).toBe(
      `Basic ${Buffer.from("reader:pa:ss").toString("base64")}`,
    );
  });

  it.each([301, 302, 303, 307, 308])(
    "never follow a redirect (%i), on the same host or to another",
    async (status) => {
      const seen: IncomingMessage[] = [];
      const elsewhere = await peers.http(recording(seen, MODELS));
      const url = await peers.http((request, response) =>
        answer(status, "", { location: `${elsewhere}${request.url}&token=canary` })(request, response),
      );
      const failure = await failureOf({ url, ...SECRETS });
      expect(failure.code).toBe("bad-response");
      expect(failure.message).toContain(`a redirect to ${elsewhere}/api/v1/`);
      expect(failure.message).not.toContain("canary");
      expect(seen).toEqual([]);
    },
  );
});

describe("a URL with a path", () => {
  it("is the prefix of every question's path", async () => {
    const seen: IncomingMessage[] = [];
    const url = await peers.http(recording(seen, MODELS));
    await askForModels({ url: `${url}/select/0/prometheus/` });
    expect(seen.length).toBeGreaterThan(0);
    for (const { url: path } of seen) expect(path).toMatch(/^\/select\/0\/prometheus\/api\/v1\//);
  });
});
