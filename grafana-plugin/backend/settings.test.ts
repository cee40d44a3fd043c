import type { DataSourceSettings } from "@modelwatch/grafana-backend";
import { CLICKHOUSE_DEFAULTS } from "@modelwatch/sources/clickhouse";
import { describe, expect, it } from "vitest";
import { createInstance } from "./instance.js";
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

const UNOBSERVED = { onRequestEnd: () => {}, onWindowsRead: () => {} };
const MONITOR = { id: "m", model: "flight-delay", anchor: "2026-01-01T00:00:00Z" };

describe("parseSettings", () => {
  it("takes the URL and nothing else for Prometheus, the default", () => {
    const { store } = parseSettings(settings({ url: "http://prometheus:9090/prefix/" }));
    const options = { url: "http://prometheus:9090/prefix/", headers: {}, tls: {} };
    expect(store).toEqual({ store: "prometheus", options });
  });

  it("takes secrets from the decrypted settings alone, and ignores their names in the readable ones", () => {
    const secret = settings({
      basicAuthEnabled: true,
      basicAuthUser: "reader",
      jsonData: {
        basicAuthPassword: "readable",
        bearerToken: "readable",
        tlsCACert: "readable",
        httpHeaderName1: "X-Team",
        httpHeaderValue1: "readable",
        httpHeaderName2: "X-Key",
        tlsAuth: true,
        tlsAuthWithCACert: true,
        serverName: "metrics.example",
        tenant: "team",
        timeout: 2.5,
        increments: "summed",
      },
      secureJsonData: new Map([
        ["basicAuthPassword", "pa:ss"],
        ["httpHeaderValue1", "one"],
        ["httpHeaderValue2", "two"],
        ["tlsCACert", "CA"],
        ["tlsClientCert", "CERT"],
        ["tlsClientKey", "KEY"],
      ]),
    });
    expect(parseSettings(secret).store).toEqual({
      store: "prometheus",
      options: {
        url: "http://prometheus:9090",
        basicAuth: { user: "reader", password: "pa:ss" },
        headers: { "X-Team": "one", "X-Key": "two" },
        tls: { ca: "CA", certificate: "CERT", key: "KEY", serverName: "metrics.example" },
        tenant: "team",
        timeoutMs: 2500,
        increments: "summed",
      },
    });
  });

  it("takes a bearer token, and leaves out certificates whose switch is off", () => {
    const secureJsonData = new Map([
      ["bearerToken", "token"],
      ["tlsCACert", "CA"],
      ["tlsClientKey", "KEY"],
    ]);
    const jsonData = { tlsAuth: false, tlsSkipVerify: true, timeout: null };
    expect(parseSettings(settings({ jsonData, secureJsonData })).store).toEqual({
      store: "prometheus",
      options: {
        url: "http://prometheus:9090",
        headers: {},
        bearerToken: "token",
        tls: { skipVerify: true },
      },
    });
  });

  it("takes ClickHouse's database and tables, and the connection as for Prometheus", () => {
    const clickhouse = settings({
      url: "https://clickhouse:8443",
      basicAuthEnabled: true,
      basicAuthUser: "reader",
      jsonData: {
        store: "clickhouse",
        clickhouseDatabase: "otel",
        clickhouseTables: { sum: "sums" },
        tenant: "for Prometheus alone",
      },
      secureJsonData: new Map([["basicAuthPassword", "pa:ss"]]),
    });
    expect(parseSettings(clickhouse).store).toEqual({
      store: "clickhouse",
      options: {
        url: "https://clickhouse:8443",
        headers: {},
        tls: {},
        basicAuth: { user: "reader", password: "pa:ss" },
        database: "otel",
        tables: { ...CLICKHOUSE_DEFAULTS.tables, sum: "sums" },
      },
    });
    expect(
      parseSettings(settings({ jsonData: { store: "clickhouse", clickhouseDatabase: "" } })).store,
    ).toEqual({
      store: "clickhouse",
      options: { url: "http://prometheus:9090", headers: {}, tls: {} },
    });
    expect(() => parseSettings(settings({ url: "", jsonData: { store: "clickhouse" } }))).toThrow(
      /URL of the store/,
    );
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

  it("says when the URL is missing", () => {
    expect(() => parseSettings(settings({ url: "" }))).toThrow(/URL of the store is missing/);
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
    expect(() => parseSettings(settings({ jsonData: { increments: "some" } }))).toThrow(/increments/);
  });
});

describe("an instance", () => {
  it.each<[Partial<DataSourceSettings>, RegExp]>([
    [{ url: "prometheus:9090" }, /is not the URL of a Prometheus/],
    [{ url: "file:///etc/passwd" }, /is not the URL of a Prometheus/],
    [{ url: "http://user:s3cret@prometheus" }, /holds credentials.*basic authentication/],
    [
      {
        jsonData: { httpHeaderName1: "X-Token" },
        secureJsonData: new Map([["httpHeaderValue1", "s3cret\n"]]),
      },
      /the header "X-Token" or its value has characters that HTTP does not allow/,
    ],
    [{ url: "clickhouse:8123", jsonData: { store: "clickhouse" } }, /is not the URL of a ClickHouse/],
    [{ jsonData: { tlsAuthWithCACert: true } }, /the CA of Prometheus is not a certificate/],
    [{ jsonData: { tlsAuth: true } }, /the client certificate for Prometheus is not a certificate/],
  ])("is refused with %j, without repeating a secret", async (changes, message) => {
    const failure = await createInstance(settings(changes), () => UNOBSERVED).catch(String);
    expect(failure).toMatch(message);
    expect(failure).not.toContain("s3cret");
  });
});
