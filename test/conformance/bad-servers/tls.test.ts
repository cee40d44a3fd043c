import type { ServerOptions } from "node:https";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askForModels, failureOf } from "./ask.js";
import { createAuthority } from "./certificates.js";
import type { Authority, Identity } from "./certificates.js";
import { createPeers } from "./peers.js";
import { answer } from "./symptoms.js";

const HOST = "127.0.0.1";
const MODELS = answer(200, '{"status":"success","data":["m"]}');

const peers = createPeers();
let authority: Authority;
let stranger: Authority;
let ca: string;
beforeAll(async () => {
  [authority, stranger] = await Promise.all([createAuthority(), createAuthority("Another authority")]);
  ca = authority.certificate;
});
afterAll(() => peers.stop());

function serve({ certificate, key }: Identity, options: ServerOptions = {}): Promise<string> {
  return peers.https({ cert: certificate, key, ...options }, MODELS);
}

describe("a server with TLS", () => {
  it("answers who trusts its authority", async () => {
    const url = await serve(await authority.issue([HOST]));
    expect(await askForModels({ url, tls: { ca } })).toEqual(["m"]);
  });

  it("whose authority is unknown is not asked, unless verification is switched off", async () => {
    const url = await serve(await stranger.issue([HOST]));
    for (const tls of [{}, { ca }]) {
      const { code, text } = await failureOf({ url, tls });
      expect([code, text.problem]).toEqual([
        "unavailable",
        expect.stringMatching(/its certificate is not signed by an authority that is trusted here/),
      ]);
      expect(text.remedy).toMatch(/give the certificate of its authority as the CA/);
    }
    expect(await askForModels({ url, tls: { skipVerify: true } })).toEqual(["m"]);
  });

  it("with a certificate for another name is not asked, unless that name is expected", async () => {
    const url = await serve(await authority.issue(["metrics.example"]));
    const { code, text } = await failureOf({ url, tls: { ca } });
    expect([code, text.problem]).toEqual([
      "unavailable",
      expect.stringMatching(/its certificate is for another host name/),
    ]);
    expect(text.remedy).toMatch(/give that name as the TLS server name/);
    expect(await askForModels({ url, tls: { ca, serverName: "metrics.example" } })).toEqual(["m"]);
  });

  it("whose certificate has expired is not asked", async () => {
    const url = await serve(await authority.issue([HOST], -1));
    const { code, text } = await failureOf({ url, tls: { ca } });
    expect([code, text.problem]).toEqual([
      "unavailable",
      expect.stringMatching(/not valid at this time \(CERT_HAS_EXPIRED\)/),
    ]);
    expect(text.remedy).toMatch(/renew the server's certificate/);
  });

  it.each(["TLSv1.2", "TLSv1.3"] as const)(
    "that wants a client certificate gets it over %s",
    async (version) => {
      const wanting = {
        ca,
        requestCert: true,
        rejectUnauthorized: true,
        minVersion: version,
        maxVersion: version,
      };
      const url = await serve(await authority.issue([HOST]), wanting);
      const client = await authority.issue(["client"]);
      expect(await askForModels({ url, tls: { ca, ...client } })).toEqual(["m"]);
      const without = await failureOf({ url, tls: { ca } });
      expect(without.source).toBe("downstream");
      expect(without.text.remedy).toMatch(/client certificate/);
      const foreign = await failureOf({ url, tls: { ca, ...(await stranger.issue(["client"])) } });
      expect(foreign.text.remedy).toMatch(/client certificate/);
    },
  );

  it("asked without TLS, or a server without TLS asked with it, is told apart", async () => {
    const secure = await serve(await authority.issue([HOST]));
    expect((await failureOf({ url: secure.replace("https", "http") })).text.remedy).toMatch(/https:\/\//);
    const plain = await peers.http(MODELS);
    expect((await failureOf({ url: plain.replace("http", "https") })).text).toMatchObject({
      problem: expect.stringMatching(/it does not speak TLS/),
      remedy: expect.stringMatching(/write http:\/\//),
    });
  });

  it("that never finishes the handshake is given up after the connection's time", async () => {
    const url = await peers.tcp(() => {});
    const { code, text } = await failureOf({ url: url.replace("http", "https"), connectTimeoutMs: 200 });
    expect(code).toBe("unavailable");
    expect(text.problem).toMatch(/no connection within 200 ms/);
    expect(text.remedy).toMatch(/firewall/);
  });
});

describe("TLS options that cannot be used", () => {
  it("are refused before anything is asked, and not repeated", async () => {
    const { certificate, key } = await authority.issue(["client"]);
    const other = await authority.issue(["client"]);
    const url = "https://prometheus.example";
    const rows = [
      [{ ca: "canary" }, /the CA of Prometheus is not a certificate/],
      [{ certificate }, /has no key/],
      [{ key }, /has no certificate/],
      [{ certificate: "canary", key }, /the client certificate for Prometheus is not a certificate/],
      [{ certificate, key: "canary" }, /the key of the client certificate for Prometheus cannot be read/],
      [{ certificate, key: other.key }, /is not that of the client certificate/],
    ] as const;
    for (const [tls, message] of rows) {
      const { code, text } = await failureOf({ url, tls });
      expect([code, text.problem]).toEqual(["invalid-argument", expect.stringMatching(message)]);
      expect(JSON.stringify(text)).not.toMatch(/canary|PRIVATE KEY-----\\n/);
    }
  });
});
