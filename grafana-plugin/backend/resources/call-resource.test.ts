import { monitorSchema } from "@modelwatch/conventions/query";
import type { ResourceRequest, ResourceResponse } from "@modelwatch/grafana-backend";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { beforeAll, describe, expect, it } from "vitest";
import { callResource } from "./call-resource.js";

const NOW = Date.parse("2026-01-02T00:00:00Z");
const NEVER = new AbortController().signal;
const store = createMemoryStore();
const monitors = [
  monitorSchema.parse({
    id: "flights",
    model: "flight-delay",
    anchor: "2026-01-01T00:00:00Z",
    strata: ["carrier"],
  }),
  monitorSchema.parse({ id: "fraud", model: "fraud", anchor: "2026-01-01T00:00:00Z" }),
];

beforeAll(async () => {
  const series = [
    {
      "ml.model.name": "flight-delay",
      "ml.model.version": "1",
      "ml.arm": "policy",
      "ml.stratum.origin": "JFK",
    },
    {
      "ml.model.name": "flight-delay",
      "ml.model.version": "2",
      "ml.arm": "holdout",
      "ml.stratum.origin": "EWR",
    },
    { "ml.model.name": "fraud", "ml.model.version": "7" },
  ];
  const histograms = series.map((labels) => ({
    metric: "ml.prediction.value",
    labels,
    temporality: "delta" as const,
    startMs: NOW - 7_200_000,
    timeMs: NOW - 3_600_000,
    bounds: [0.5],
    counts: [3, 4],
    count: 7,
  }));
  await store.sink.append({ id: "1", histograms, sums: [], gauges: [] });
});

function call(path: string, query = "", method = "GET", body = ""): Promise<ResourceResponse> {
  const request: ResourceRequest = {
    method,
    path: path.split("/"),
    query: new URLSearchParams(query),
    headers: new Map(),
    body: new TextEncoder().encode(body),
  };
  return callResource(request, { source: store.source, monitors }, NOW, NEVER);
}

function read({ body }: ResourceResponse): unknown {
  return body instanceof Uint8Array ? JSON.parse(new TextDecoder().decode(body)) : undefined;
}

async function get(path: string, query = "", method = "GET"): Promise<unknown> {
  return read(await call(path, query, method));
}

describe("the catalog", () => {
  it.each([
    ["models", "", ["flight-delay", "fraud"]],
    ["versions", "model=flight-delay", ["1", "2"]],
    ["arms", "model=flight-delay", ["holdout", "policy"]],
    ["values", "model=flight-delay&attribute=ml.stratum.origin", ["EWR", "JFK"]],
    ["values", "model=flight-delay&modelVersion=2&attribute=ml.arm", ["holdout"]],
    ["strata", "model=flight-delay", ["carrier", "origin"]],
    ["strata", "model=fraud", []],
    ["strata", "", ["carrier", "origin"]],
    ["attributes", "model=flight-delay", ["ml.arm", "ml.model.version", "ml.stratum.origin"]],
    ["attributes", "model=fraud", ["ml.model.version"]],
    ["monitors", "", ["flights", "fraud"]],
    ["features", "model=none", []],
    ["models", `from=0&to=1000`, []],
  ])("%s?%s lists %j", async (path, query, names) => {
    expect(await get(path, query)).toEqual(names);
  });

  it("lets browsers keep lists for a moment, for themselves alone", async () => {
    const { headers } = await call("models");
    expect(headers).toEqual({ "content-type": "application/json", "cache-control": "private, max-age=10" });
    const validation = await call("validate", "", "POST", '{"query":{"subject":{"model":"m"}}}');
    expect(validation.headers).toMatchObject({ "cache-control": "no-store" });
    expect(read(validation)).toMatchObject({ valid: true });
    expect(await get("query-schema")).toMatchObject({ type: "object" });
  });

  it.each([
    ["secrets", "", "GET", /no resource secrets/],
    ["models/x", "", "GET", /no resource models\/x/],
    ["__proto__", "", "GET", /no resource/],
    ["models", "", "POST", /models is asked with GET, not POST/],
    ["validate", "", "GET", /validate is asked with POST/],
    ["strata", "from=1&to=0", "GET", /before it starts/],
    ["values", "model=m", "GET", /attribute is missing/],
    ["values", 'attribute=a"}', "GET", /attribute/],
    ["models", "from=2&to=1", "GET", /before it starts/],
    ["models", "from=yesterday", "GET", /from/],
    ["versions", `model=${"m".repeat(501)}`, "GET", /model/],
  ])("refuses %s?%s %s", async (path, query, method, message) => {
    await expect(get(path, query, method)).rejects.toThrow(message);
  });
});
