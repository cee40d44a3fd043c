import { ATTR_FEATURE_NAME, METRIC_FEATURE_VALUE, METRIC_PREDICTION_VALUE } from "@modelwatch/conventions";
import { parseQuery } from "@modelwatch/conventions/query";
import type { Finding, QueryInput } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import type { WindowedSeries } from "@modelwatch/sources";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readFlights } from "../../packages/cli/src/demo/flights/read-flights.js";
import { trainDelayModel } from "../../packages/cli/src/demo/model/delay-model.js";
import { fitFlightReference } from "../../packages/cli/src/demo/model/fit-flight-reference.js";
import { FLIGHT_MODEL, MODEL_NAME } from "../../packages/cli/src/demo/model/flight-model.js";
import { replayIntoTwoStores } from "./replay-into-two-stores.js";
import type { TwoStores } from "./replay-into-two-stores.js";

const TRAINED = { from: "2013-01-01T00:00:00-05:00", to: "2013-04-01T00:00:00-04:00" };
const REPLAYED = { from: "2013-04-01T00:00:00-04:00", to: "2013-05-06T00:00:00-04:00" };

/** The score and every feature of the model. */
const MEMBERS = [
  "prediction",
  ...Object.keys(FLIGHT_MODEL.declaration.features).map((name) => `feature:${name}`),
];

const DAY_MS = 86_400_000;

/** The part of a series that is exact in both stores. */
const toCounts = ({ labels, windows: { layout, counts, totals } }: WindowedSeries) => ({
  labels,
  layout,
  counts,
  totals,
});

/** What rests on counts alone. */
const fromCounts = ({ details: _details, evidence: _evidence, margin: _margin, ...finding }: Finding) =>
  finding;

/** What rests on exact sums too, to nine significant digits: a running total rounds otherwise than its parts. */
const fromSums = ({ details, evidence, margin }: Finding): unknown =>
  JSON.parse(
    JSON.stringify({ details, evidence, margin }, (_name, value: unknown) =>
      typeof value === "number" ? Number(value.toPrecision(9)) : value,
    ),
  );

const between = ({ from, to }: { readonly from: string; readonly to: string }) =>
  readFlights(undefined, { fromMs: Date.parse(from), toMs: Date.parse(to) });

describe("five weeks of flights in DuckDB (delta) and in a real Prometheus (cumulative)", () => {
  let stores: TwoStores;
  let flightCount = 0;

  beforeAll(async () => {
    const training = await between(TRAINED);
    const model = await trainDelayModel(training);
    const reference = await fitFlightReference(training, model, TRAINED);
    const flights = await between(REPLAYED);
    flightCount = flights.length;
    stores = await replayIntoTwoStores({ flights, model, reference, startMs: Date.parse(REPLAYED.from) });
  }, 600_000);
  afterAll(() => stores?.close());

  const ask = (query: Partial<QueryInput>): Promise<readonly [readonly Finding[], readonly Finding[]]> => {
    const parsed = parseQuery({
      analysis: "drift",
      subject: { model: MODEL_NAME },
      range: REPLAYED,
      window: { width: "1w", timeZone: "America/New_York" },
      ...query,
    });
    return Promise.all([evaluate(parsed, stores.prometheus), evaluate(parsed, stores.duckdb)]);
  };

  it("hold the same counts of the score and of every numeric feature, day by day", async () => {
    const edges = Array.from({ length: 36 }, (_, day) => Date.parse(REPLAYED.from) + day * DAY_MS);
    for (const [metric, groupBy, members] of [
      [METRIC_PREDICTION_VALUE, [], 1],
      [METRIC_FEATURE_VALUE, [ATTR_FEATURE_NAME], 8],
    ] as const) {
      const request = { metric, matchers: [], groupBy, edges, squares: true };
      const prometheus = await stores.prometheus.histogramWindows(request);
      const duckdb = await stores.duckdb.histogramWindows(request);
      expect(prometheus).toHaveLength(members);
      expect(prometheus.map(toCounts)).toEqual(duckdb.map(toCounts));
      expect(prometheus.flatMap(({ quality }) => quality.flat()).every((word) => word === "exact")).toBe(
        true,
      );
    }
  });

  it("hold every flight", async () => {
    const edges = [Date.parse(REPLAYED.from), Date.parse(REPLAYED.to)];
    const [scores] = await stores.prometheus.histogramWindows({
      metric: METRIC_PREDICTION_VALUE,
      matchers: [],
      groupBy: [],
      edges,
    });
    expect(scores?.windows.totals).toEqual(Float64Array.of(flightCount));
  });

  it("give the same drift of the score and of every feature", async () => {
    const [prometheus, duckdb] = await ask({});
    expect(new Set(prometheus.map(({ subject }) => subject.target))).toEqual(new Set(MEMBERS));
    expect(
      prometheus.filter(({ status, value }) => status !== "undetermined" && value !== null).length,
    ).toBeGreaterThan(0);
    expect(prometheus.map(fromCounts)).toEqual(duckdb.map(fromCounts));
    expect(prometheus.map(fromSums)).toEqual(duckdb.map(fromSums));
  });
});
