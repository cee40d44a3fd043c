import { describe, expect, it } from "vitest";
import { findHandshakeProblem, findVersionProblem, toHandshakeLine } from "./handshake.js";

const COOKIE = { grafana_plugin_type: "datasource" };

describe("handshake", () => {
  it("is refused without the cookie, with a sentence for whoever started the program by hand", () => {
    expect(findHandshakeProblem({})).toMatch(/Grafana's server starts it/);
    expect(findHandshakeProblem({ grafana_plugin_type: "app" })).toMatch(/Grafana's server starts it/);
  });

  it("accepts hosts that offer version 2 or do not negotiate, and names the versions otherwise", () => {
    expect(findHandshakeProblem(COOKIE)).toBeUndefined();
    expect(findVersionProblem(COOKIE)).toBeUndefined();
    expect(findVersionProblem({ ...COOKIE, PLUGIN_PROTOCOL_VERSIONS: "1,2" })).toBeUndefined();
    expect(findVersionProblem({ ...COOKIE, PLUGIN_PROTOCOL_VERSIONS: "3" })).toMatch(/versions 3.*version 2/);
  });

  it("prints five parts, and the certificate as a sixth", () => {
    expect(toHandshakeLine({ network: "tcp", address: "127.0.0.1:4242" }, COOKIE)).toBe(
      "1|2|tcp|127.0.0.1:4242|grpc\n",
    );
    expect(toHandshakeLine({ network: "unix", address: "/s" }, COOKIE, "MIIB")).toBe(
      "1|2|unix|/s|grpc|MIIB\n",
    );
  });

  it("answers a host that asks for multiplexing with no, in the seventh part", () => {
    const listen = { network: "unix", address: "/s" } as const;
    const env = { ...COOKIE, PLUGIN_MULTIPLEX_GRPC: "true" };
    expect(toHandshakeLine(listen, env)).toBe("1|2|unix|/s|grpc||false\n");
    expect(toHandshakeLine(listen, env, "MIIB")).toBe("1|2|unix|/s|grpc|MIIB|false\n");
  });
});
