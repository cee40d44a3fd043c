import {
  ATTR_ARM,
  ATTR_FEATURE_NAME,
  METRIC_FEATURE_VALUE,
  METRIC_PREDICTION_VALUE,
} from "@modelwatch/conventions";
import { parseQuery } from "@modelwatch/conventions/query";
import type { Finding, QueryInput } from "@modelwatch/conventions/query";
import { evaluate } from "@modelwatch/evaluation";
import type { WindowedSeries } from "@modelwatch/sources";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DEMO_TIME_ZONE } from "../../packages/cli/src/demo/demo-range.js";
import { readFlights } from "../../packages/cli/src/demo/flights/read-flights.js";
import { trainDelayModel } from "../../packages/cli/src/demo/model/delay-model.js";
import { fitFlightReference } from "../../packages/cli/src/demo/model/fit-flight-reference.js";
import {
  ARM_CONTROL,
  ARM_TREATED,
  BUSINESS_METRIC,
  FLIGHT_MODEL,
  MODEL_NAME,
} from "../../packages/cli/src/demo/model/flight-model.js";
import { FLIGHT_MONITOR } from "../../packages/cli/src/demo/queries.js";
import { POLICY } from "../../packages/cli/src/demo/replay/policy.js";
import { replayIntoTwoStores } from "./replay-into-two-stores.js";
import type { TwoStores } from "./replay-into-two-stores.js";

const TRAINED = { from: "2013-01-01T00:00:00-05:00", to: "2013-04-01T00:00:00-04:00" };
const REPLAYED = { from: "2013-04-01T00:00:00-04:00", to: "2013-05-06T00:00:00-04:00" };

/** The score and every feature of the model. */
const MEMBERS = [
  "prediction",
  ...Object.keys(FLIGHT_MODEL.declaration.features).map((name) => `feature:${name}`),
];

const DAILY = { width: "1d", timeZone: DEMO_TIME_ZONE } as const;
const INPUTS = { model: MODEL_NAME, target: { kind: "inputs" } } as const;
const OUTCOME = { model: MODEL_NAME, target: { kind: "outcome" } } as const;

/** What the demo's report asks besides drift, and the analyses that it leaves out. */
const OTHER_QUESTIONS: readonly (Pick<QueryInput, "analysis" | "subject"> & Partial<QueryInput>)[] = [
  { analysis: "verdict", subject: { model: MODEL_NAME }, window: DAILY, monitor: FLIGHT_MONITOR.id },
  { analysis: "change", subject: INPUTS, window: DAILY, monitor: FLIGHT_MONITOR.id },
  { analysis: "performance", subject: OUTCOME },
  { analysis: "decompose", subject: OUTCOME },
  { analysis: "outliers", subject: INPUTS },
  { analysis: "distribution", subject: INPUTS },
  {
    analysis: "lift",
    subject: { model: MODEL_NAME, target: { kind: "business", name: BUSINESS_METRIC } },
    window: { width: "range", timeZone: DEMO_TIME_ZONE },
    compare: {
      attribute: ATTR_ARM,
      treated: ARM_TREATED,
      control: ARM_CONTROL,
      treatedShare: POLICY.treatedShare,
    },
    strata: ["origin"],
  },
];

const DAY_MS = 86_400_000;

/** The part of a series that is exact in both stores. */
const toCounts = ({ labels, windows: { layout, counts, totals } }: WindowedSeries) => ({
  labels,
  layout,
  counts,
  totals,
});

/**
 * All that a finding says, its numbers to seven significant digits: a running total rounds otherwise than its parts. How good
 * the windows are is each store's own to say: one knows the times of counts, the other those of samples.
 */
const toFacts = ({ quality: _quality, ...finding }: Finding): unknown =>
  JSON.parse(
    JSON.stringify(finding, (_name, value: unknown) =>
      typeof value === "number" ? Number((Math.abs(value) < 1e-12 ? 0 : value).toPrecision(7)) : value,
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

  const ask = (
    query: Pick<QueryInput, "analysis"> & Partial<QueryInput>,
  ): Promise<readonly [readonly Finding[], readonly Finding[]]> => {
    const parsed = parseQuery({
      subject: { model: MODEL_NAME },
      range: REPLAYED,
      window: { width: "1w", timeZone: DEMO_TIME_ZONE },
      ...query,
    });
    const monitors = { monitors: [FLIGHT_MONITOR] };
    return Promise.all([
      evaluate(parsed, stores.prometheus, monitors),
      evaluate(parsed, stores.duckdb, monitors),
    ]);
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
    const [prometheus, duckdb] = await ask({ analysis: "drift" });
    expect(new Set(prometheus.map(({ subject }) => subject.target))).toEqual(new Set(MEMBERS));
    expect(
      prometheus.filter(({ status, value }) => status !== "undetermined" && value !== null).length,
    ).toBeGreaterThan(0);
    expect(prometheus.map(toFacts)).toEqual(duckdb.map(toFacts));
  });

  it.each(OTHER_QUESTIONS)("give the same findings of $analysis", async (question) => {
    const [prometheus, duckdb] = await ask(question);
    expect(prometheus.length).toBeGreaterThan(0);
    expect(prometheus.map(toFacts)).toEqual(duckdb.map(toFacts));
  });
});
