/** Stands wherever a secret is: no answer, log line or metric may hold it. */
export const CANARY = "c4nary-5ecret";

/** Settings of a data source that no query can be answered with. */
export interface BadSettings {
  readonly name: string;
  readonly url?: string;
  /** JSON text of `jsonData`. */
  readonly json?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly says: string;
}

/** Nothing listens on port 1 of this machine. */
const DEAD = "http://127.0.0.1:1";
const wrong = (name: string, json: string, says: string): BadSettings => ({
  name,
  url: DEAD,
  json,
  status: 400,
  says,
});
const wrongUrl = (url: string, says: string): BadSettings => ({
  name: `the URL "${url}"`,
  url,
  status: 400,
  says,
});

export const BAD_SETTINGS: readonly BadSettings[] = [
  wrongUrl("", "URL of the store is missing"),
  wrongUrl("prometheus", "URL"),
  wrongUrl("ftp://127.0.0.1", "URL"),
  wrongUrl("http://[::1", "URL"),
  wrongUrl("file:///etc/passwd", "URL"),
  wrongUrl(`http://user:${CANARY}@127.0.0.1:1`, "credentials"),
  wrongUrl(`http://${CANARY}@127.0.0.1:1`, "credentials"),
  wrong("no JSON", `{"store":"${CANARY}`, "not valid JSON"),
  wrong("an array", "[]", "settings"),
  wrong("null", "null", "settings"),
  wrong("an unknown store", '{"store":"magic"}', "store"),
  wrong("a store named __proto__", '{"store":"__proto__"}', "store"),
  wrong("a timeout below 0", '{"timeout":-1}', "timeout"),
  wrong("a timeout as text", '{"timeout":"10"}', "timeout"),
  wrong("a DuckDB store without its path", '{"store":"duckdb"}', "path of the DuckDB file"),
  wrong("tables as a list", '{"store":"clickhouse","clickhouseTables":[]}', "clickhouseTables"),
  wrong("a monitor without an anchor", '{"monitors":[{"id":"a","model":"m"}]}', "monitors.0.anchor"),
  wrong(
    "two monitors of one id",
    '{"monitors":[{"id":"a","model":"m","anchor":"2024-01-01T00:00:00Z"},{"id":"a","model":"n","anchor":"2024-01-01T00:00:00Z"}]}',
    "two monitors have the id a",
  ),
  wrong("a prototype in the settings", '{"store":1,"__proto__":{"polluted":1}}', "store"),
  wrong("a client certificate that is switched on and missing", '{"tlsAuth":true}', ""),
  {
    name: "a client certificate that is none",
    url: "https://127.0.0.1:1",
    json: '{"tlsAuth":true}',
    secrets: { tlsClientCert: CANARY, tlsClientKey: CANARY },
    status: 400,
    says: "certificate",
  },
  {
    name: "an authority that is none",
    url: "https://127.0.0.1:1",
    json: '{"tlsAuthWithCACert":true}',
    secrets: { tlsCACert: CANARY },
    status: 400,
    says: "certificate",
  },
  {
    name: "a header's value that ends the line",
    url: DEAD,
    json: '{"httpHeaderName1":"X-Team"}',
    secrets: { httpHeaderValue1: `${CANARY}\r\nX-Other: 1` },
    status: 400,
    says: "header",
  },
  {
    name: "a header's name that is none",
    url: DEAD,
    json: '{"httpHeaderName1":"X Team:"}',
    secrets: { httpHeaderValue1: CANARY },
    status: 400,
    says: "header",
  },
  {
    name: "a bearer token that ends the line",
    url: DEAD,
    secrets: { bearerToken: `${CANARY}\nX-Other: 1` },
    status: 400,
    says: "",
  },
  {
    name: "a store that nobody runs",
    url: DEAD,
    json: '{"httpHeaderName1":"X-Team"}',
    secrets: { bearerToken: CANARY, httpHeaderValue1: CANARY, nobodyAsksForThis: CANARY },
    status: 503,
    says: "127.0.0.1:1",
  },
];
