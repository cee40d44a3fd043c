import type { DataSourceSettings } from "@modelwatch/grafana-backend";
import { describe, expect, it } from "vitest";
import { parseSettings } from "./settings.js";

function settings(changes: Partial<DataSourceSettings>): DataSourceSettings {
  return {
    uid: "modelwatch",
    name: "Modelwatch",
    url: "http://prometheus:9090",
    user: "",
    database: "",
    basicAuthEnabled: false,
    basicAuthUser: "",
    jsonData: {},
    secureJsonData: new Map(),
    updatedMs: 0,
    ...changes,
  };
}

const MONITOR = { id: "m", model: "flight-delay", anchor: "2026-01-01T00:00:00Z" };

describe("parseSettings", () => {
  it("takes the URL and nothing else for Prometheus, the default", () => {
    const { store } = parseSettings(settings({ url: "http://prometheus:9090/prefix/" }));
    expect(store).toEqual({ store: "prometheus", url: "http://prometheus:9090/prefix", headers: {} });
  });

  it("takes secrets from the decrypted settings alone, and ignores their names in the readable ones", () => {
    const secret = settings({
      basicAuthEnabled: true,
      basicAuthUser: "reader",
      jsonData: { basicAuthPassword: "readable", bearerToken: "readable", httpHeaderName1: "X-Scope-OrgID" },
      secureJsonData: new Map([
        ["basicAuthPassword", "pa:ss"],
        ["httpHeaderValue1", "tenant"],
      ]),
    });
    expect(parseSettings(secret).store).toMatchObject({
      headers: {
        Authorization: `Basic ${Buffer.from("reader:pa:ss").toString("base64")}`,
        "X-Scope-OrgID": "tenant",
      },
    });
  });

  it("refuses a header that HTTP cannot carry, without repeating its secret", () => {
    const header = {
      jsonData: { httpHeaderName1: "X-Token" },
      secureJsonData: new Map([["httpHeaderValue1", "secret\n"]]),
    };
    const parse = (): unknown => parseSettings(settings(header));
    expect(parse).toThrow(/custom header 1/);
    expect(parse).not.toThrow(/secret/);
  });

  it("takes DuckDB's path, and says when it is missing", () => {
    const jsonData = { store: "duckdb", duckdbPath: "/data/metrics.duckdb" };
    expect(parseSettings(settings({ jsonData })).store).toEqual({
      store: "duckdb",
      path: "/data/metrics.duckdb",
    });
    expect(() => parseSettings(settings({ jsonData: { store: "duckdb" } }))).toThrow(
      /path of the DuckDB file is missing/,
    );
  });

  it.each([
    ["", /URL of the store is missing/],
    ["prometheus:9090", /not an http or https address/],
    ["file:///etc/passwd", /not an http or https address/],
    ["http://user:secret@prometheus", /holds a user or password/],
  ])("refuses the URL %j without repeating it", (url, message) => {
    const parse = (): unknown => parseSettings(settings({ url }));
    expect(parse).toThrow(message);
    expect(parse).not.toThrow(/secret/);
  });

  it("fills a monitor's defaults, and refuses two with one id", () => {
    const { monitors } = parseSettings(settings({ jsonData: { monitors: [MONITOR] } }));
    expect(monitors[0]).toMatchObject({ id: "m", window: { width: "1d" }, recoveryDays: 14 });
    const twice = settings({ jsonData: { monitors: [MONITOR, MONITOR] } });
    expect(() => parseSettings(twice)).toThrow(/two monitors have the id m/);
  });

  it("names the field of a setting that is wrong", () => {
    expect(() => parseSettings(settings({ jsonData: { store: "oracle" } }))).toThrow(/store/);
    expect(() => parseSettings(settings({ jsonData: { monitors: [{ id: "m" }] } }))).toThrow(
      /monitors\.0\.model/,
    );
    expect(() => parseSettings(settings({ jsonData: "text" }))).toThrow(/settings/);
  });
});
