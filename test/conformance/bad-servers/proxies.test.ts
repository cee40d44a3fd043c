import type { IncomingMessage } from "node:http";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { askForModels, failureOf } from "./ask.js";
import { createAuthority } from "./certificates.js";
import type { Authority } from "./certificates.js";
import { createPeers } from "./peers.js";
import { startProxy } from "./proxy.js";
import { answer } from "./symptoms.js";

const MODELS = answer(200, '{"status":"success","data":["m"]}');

const peers = createPeers();
let authority: Authority;
beforeAll(async () => {
  authority = await createAuthority();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await peers.stop();
});

describe("a proxy that the environment names", () => {
  it("forwards plain HTTP", async () => {
    const proxy = await startProxy(peers, new URL(await peers.http(MODELS)).port);
    vi.stubEnv("HTTP_PROXY", proxy.url);
    expect(await askForModels({ url: "http://prometheus.test:9090" })).toEqual(["m"]);
    expect(proxy.seen[0]).toMatch(/^GET http:\/\/prometheus\.test:9090\/api\/v1\//);
  });

  it("tunnels TLS, and sees no credentials", async () => {
    const { certificate, key } = await authority.issue(["prometheus.test"]);
    const seen: IncomingMessage[] = [];
    const target = await peers.https({ cert: certificate, key }, (request, response) => {
      seen.push(request);
      MODELS(request, response);
    });
    const proxy = await startProxy(peers, new URL(target).port);
    vi.stubEnv("HTTPS_PROXY", proxy.url);
    const url = "https://prometheus.test:9443";
    const tls = { ca: authority.certificate };
    expect(await askForModels({ url, tls, bearerToken: "canary-2" })).toEqual(["m"]);
    expect(new Set(proxy.seen)).toEqual(new Set(["CONNECT prometheus.test:9443"]));
    expect(seen[0]?.headers.authorization).toBe("Bearer canary-2");
    expect((await failureOf({ url })).text.problem).toMatch(/not signed by an authority that is trusted/);
  });

  it.each(["http", "https"])("may want a password (%s)", async (scheme) => {
    const { certificate, key } = await authority.issue(["prometheus.test"]);
    const target =
      scheme === "http" ? await peers.http(MODELS) : await peers.https({ cert: certificate, key }, MODELS);
    const proxy = await startProxy(peers, new URL(target).port, "canary-3");
    const url = `${scheme}://prometheus.test:9443`;
    const tls = { ca: authority.certificate };
    const variable = `${scheme.toUpperCase()}_PROXY`;
    vi.stubEnv(variable, proxy.url.replace("://", "://user:canary-3@"));
    expect(await askForModels({ url, tls })).toEqual(["m"]);
    vi.stubEnv(variable, proxy.url.replace("://", "://user:canary-4@"));
    const failure = await failureOf({ url, tls });
    expect(failure.code).toBe("unauthorized");
    expect(failure.message).toMatch(/proxy/);
    expect(failure.message).toMatch(/user and password/);
    expect(failure.message).not.toContain("canary");
  });

  it("is passed by for hosts of NO_PROXY, for loopback and where the settings say so", async () => {
    const url = await peers.http(MODELS);
    const proxy = await startProxy(peers, new URL(url).port);
    vi.stubEnv("HTTP_PROXY", proxy.url);
    expect(await askForModels({ url })).toEqual(["m"]);
    vi.stubEnv("NO_PROXY", "other.test,.invalid");
    expect((await failureOf({ url: "http://prometheus.invalid" })).text.problem).toMatch(/has no address/);
    vi.stubEnv("NO_PROXY", "");
    const direct = await failureOf({ url: "http://prometheus.invalid", proxy: "none" });
    expect(direct.text.problem).toMatch(/has no address/);
    expect(proxy.seen).toEqual([]);
  });

  it("and does not run is named by its address", async () => {
    const proxy = await startProxy(peers, "1");
    await peers.stop();
    vi.stubEnv("HTTP_PROXY", proxy.url);
    const { code, text } = await failureOf({ url: "http://prometheus.test" });
    expect(code).toBe("unavailable");
    expect(text.problem).toContain(`ECONNREFUSED ${new URL(proxy.url).host}`);
    expect(text.remedy).toMatch(/check HTTP_PROXY, HTTPS_PROXY and NO_PROXY too/);
  });

  it.each(["socks5://user:canary@proxy:1080", "http://user:canary@[", "user:canary@:99999"])(
    "and cannot be used is refused without repeating it: %s",
    async (proxy) => {
      vi.stubEnv("HTTP_PROXY", proxy);
      const failure = await failureOf({ url: "http://prometheus.test" });
      expect(failure.code).toBe("invalid-argument");
      expect(failure.message).toMatch(/names a proxy .* whose URL cannot be used/);
      expect(failure.message).not.toContain("canary");
    },
  );
});
