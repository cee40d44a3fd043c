import { readFileSync } from "node:fs";
import { toRequestBytes } from "../grafana-client.js";
import { toWireContext, toWireQuery } from "../grafana-settings.js";
import { DAY_MS, MODEL, STORED_RANGE } from "../grafana-store.js";

/** Stands wherever a secret is: no answer, log line or metric may hold it. */
export const CANARY = "c4nary-5ecret";
export const RECORDED_FILE = new URL("recorded-requests.json", import.meta.url);

export interface RecordedRequest {
  readonly method: string;
  readonly bytes: Uint8Array;
}

const SETTINGS = {
  uid: "store",
  url: "http://127.0.0.1:1/prometheus",
  jsonData: {
    store: "prometheus",
    timeout: 10,
    httpHeaderName1: "X-Team",
    tlsSkipVerify: false,
    monitors: [{ id: "flights", model: MODEL, anchor: new Date(STORED_RANGE.fromMs).toISOString() }],
  },
  secrets: {
    basicAuthPassword: CANARY,
    bearerToken: CANARY,
    httpHeaderValue1: CANARY,
    tlsCACert: CANARY,
    tlsClientCert: CANARY,
    tlsClientKey: CANARY,
  },
};
const HEADERS = { FromAlert: "true", Authorization: `Bearer ${CANARY}`, Cookie: `session=${CANARY}` };
const SUBJECT = { model: MODEL, target: { kind: "prediction" } };
const LAST_DAYS = { fromMs: STORED_RANGE.toMs - 2 * DAY_MS, toMs: STORED_RANGE.toMs };

/** One query of each kind that editors save. */
const QUERIES: Readonly<Record<string, object>> = {
  A: { analysis: "drift", subject: SUBJECT, window: { width: "1d" }, alertOn: "health" },
  B: { analysis: "drift", subject: { model: MODEL }, reference: { kind: "previous" }, alertOn: "value" },
  C: {
    analysis: "lift",
    subject: { model: MODEL, target: { kind: "business", name: "margin", per: "visits" } },
    compare: { attribute: "ml.arm", treated: "policy", control: "holdout", treatedShare: 0.5 },
    strata: ["origin"],
  },
  D: {
    analysis: "distribution",
    subject: { ...SUBJECT, matchers: [{ attribute: "ml.arm", operator: "=~", value: "pol.*|x" }] },
    window: { width: "range" },
  },
  E: { analysis: "verdict", subject: { model: MODEL }, monitor: "flights" },
  F: {
    analysis: "change",
    subject: SUBJECT,
    window: { width: "1d", step: "1h", timeZone: "Europe/Berlin" },
    guard: { alpha: 0.01, budgetDays: 30, multiplicity: "holm", decisionThreshold: 0.5 },
  },
  G: {
    analysis: "drift",
    subject: SUBJECT,
    reference: {
      kind: "distribution",
      members: [{ target: "prediction", bounds: [0.2, 0.4, 0.6, 0.8], counts: [40, 30, 15, 10, 5] }],
    },
  },
  H: { analysis: "performance", subject: { model: MODEL, target: { kind: "outcome" } } },
  I: { analysis: "outliers", subject: { model: MODEL }, reference: { kind: "season", weeks: 1 } },
  J: { analysis: "plan", subject: SUBJECT, guard: { power: 0.9, effect: 0.1 } },
  K: {
    analysis: "decompose",
    subject: SUBJECT,
    strata: ["origin"],
    reference: { kind: "arm", arm: "policy" },
  },
};

/** What a host sends for the requests of this suite, by another implementation of the wire than the plugin's. */
export function recordRequests(): readonly RecordedRequest[] {
  const pluginContext = toWireContext(SETTINGS);
  const toRequest = (method: string, request: object): RecordedRequest => ({
    method,
    bytes: toRequestBytes(method, { pluginContext, ...request }),
  });
  const queries = Object.entries(QUERIES).map(([refId, model]) => toWireQuery(refId, model, LAST_DAYS));
  return [
    ...queries.flatMap((query) => [
      toRequest("pluginv2.Data/QueryData", { queries: [query] }),
      toRequest("pluginv2.Data/QueryData", { queries: [query], headers: HEADERS }),
    ]),
    toRequest("pluginv2.Data/QueryData", { queries: queries.slice(0, 4), headers: HEADERS }),
    toRequest("pluginv2.Diagnostics/CheckHealth", { headers: HEADERS }),
    ...["models", "features?model=flight-delay", "values?attribute=ml.arm&from=0&to=1", "monitors"].map(
      (url) =>
        toRequest("pluginv2.Resource/CallResource", {
          path: url.replace(/\?.*/, ""),
          url,
          method: "GET",
          headers: { Authorization: { values: [`Bearer ${CANARY}`] } },
        }),
    ),
    toRequest("pluginv2.Stream/SubscribeStream", { path: "ds/store/x" }),
  ];
}

/** The committed recording: one line a request, its method and its bytes in base64. */
export function readRecordedRequests(): readonly RecordedRequest[] {
  const lines: readonly { method: string; base64: string }[] = JSON.parse(
    readFileSync(RECORDED_FILE, "utf8"),
  );
  return lines.map(({ method, base64 }) => ({ method, bytes: Buffer.from(base64, "base64") }));
}

/** The recording as the file keeps it. */
export function toRecordedText(requests: readonly RecordedRequest[]): string {
  const lines = requests.map(({ method, bytes }) => ({
    method,
    base64: Buffer.from(bytes).toString("base64"),
  }));
  return `${JSON.stringify(lines, null, 2)}\n`;
}
