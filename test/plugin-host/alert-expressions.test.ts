import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  DATA_SOURCE,
  evaluateRule,
  GENERATIONS,
  lastMeets,
  toExpression,
  toRule,
  type AlertRule,
  type Generation,
  type RuleQuery,
} from "./alert-rule.js";
import { startPluginHost, type PluginHost } from "./plugin-host.js";
import { createPluginBuilder, type BuiltPlugins } from "./plugin-process.js";

let plugins: BuiltPlugins;
let host: PluginHost;
beforeAll(async () => {
  plugins = await createPluginBuilder();
  host = await startPluginHost("newest");
  await host.start(await plugins.testPlugin("node-script"));
});
afterAll(async () => {
  await host?.stop();
  await plugins?.remove();
});

type Points = readonly (string | null)[];
type Labels = Readonly<Record<string, string>>;

function toSeries(labels: Labels, values: Points, typed = true): object {
  return {
    ...(typed && { meta: { type: "timeseries-multi", typeVersion: [0, 1] } }),
    fields: [
      { name: "time", type: "time", nullable: false, values: values.map((_, row) => `${row}000000000`) },
      { name: "value", type: "float64", labels, values },
    ],
  };
}

function ask(refId: string, model: object): RuleQuery {
  return { refId, datasourceUid: DATA_SOURCE, relativeTimeRange: { from: 600, to: 0 }, model };
}

const seriesOf = (refId: string, ...values: Points): RuleQuery =>
  ask(refId, { frames: [toSeries({}, values)] });

let uids = 0;
/** What a new rule of these queries comes to. */
async function judge(data: readonly RuleQuery[], generation: Generation = "newest") {
  const at = { nowMs: 1_000_000, intervalSeconds: 60 };
  const { results } = await evaluateRule(host, toRule(`rule-${++uids}`, data), at, { generation });
  return results;
}
const stateOf = async (data: readonly RuleQuery[], generation?: Generation) =>
  (await judge(data, generation)).map(({ state }) => state);

describe.each(GENERATIONS)("Grafana %s", (generation) => {
  it.each([
    ["strict", {}, "last", ["1", null], "NoData"],
    ["strict", {}, "max", ["1", "NaN"], generation === "10.1" ? "Alerting" : "Normal"],
    ["dropNN", { settings: { mode: "dropNN" } }, "mean", ["3", null, "NaN", "+Inf"], "Alerting"],
    ["dropNN", { settings: { mode: "dropNN" } }, "last", [null], "NoData"],
    ["replaceNN", { settings: { mode: "replaceNN", replaceWithValue: 0 } }, "last", ["5", null], "Normal"],
    ["strict", {}, "count", [null, null, null], "Alerting"],
    ["strict", {}, "sum", ["1", "1", "1"], "Alerting"],
    ["strict", {}, "min", ["3", "1"], "Normal"],
  ] as const)("reduces, %s, %j, %s of %j against > 2: %s", async (_, settings, reducer, points, expected) => {
    const [, threshold] = lastMeets("A", "gt", 2);
    const reduce = toExpression("B", { type: "reduce", expression: "A", reducer, ...settings });
    expect(await stateOf([seriesOf("A", ...points), reduce, threshold!], generation)).toEqual([expected]);
  });

  it("never sees a frame without rows, which reduces to NaN: the backend leaves it out", async () => {
    const rule = [seriesOf("A"), ...lastMeets("A", "gt", 1)];
    expect(await stateOf(rule, generation)).toEqual(["NoData"]);
  });

  it.each([
    ["gt", [1], "1", "Normal"],
    ["gt", [1], "1.01", "Alerting"],
    ["lt", [1], "0.99", "Alerting"],
    ["within_range", [1, 2], "1.5", "Alerting"],
    ["within_range", [1, 2], "2", "Normal"],
    ["outside_range", [1, 2], "2.5", "Alerting"],
    ["outside_range", [1, 2], "1", "Normal"],
  ] as const)("compares %s %j with %s: %s", async (type, params, number, expected) => {
    expect(await stateOf([seriesOf("A", number), ...lastMeets("A", type, ...params)], generation)).toEqual([
      expected,
    ]);
  });

  it("joins by labels, where one side may have more of them, and drops what finds no partner", async () => {
    const many = [
      { site: "a", arm: "x" },
      { site: "b", arm: "x" },
    ].map((labels) => toSeries(labels, ["2"]));
    const results = await judge(
      [
        ask("A", { frames: many }),
        ask("D", { frames: [toSeries({ site: "a" }, ["3"]), toSeries({ site: "c" }, ["3"])] }),
        toExpression("B", { type: "reduce", expression: "A", reducer: "last" }),
        toExpression("E", { type: "reduce", expression: "D", reducer: "last" }),
        toExpression("C", { type: "math", expression: "$B > 1 && ${E} == 3" }),
      ],
      generation,
    );
    expect(results).toMatchObject([{ labels: { site: "a", arm: "x" }, state: "Alerting", number: "1" }]);
  });

  it("makes one NoData of a query without frames, whatever the other says", async () => {
    const data = [ask("A", { frames: [] }), seriesOf("D", "9"), ...lastMeets("D", "gt", 1)];
    expect(await judge(data, generation)).toMatchObject([
      { state: "NoData", labels: { datasource_uid: DATA_SOURCE, ref_id: "A" } },
    ]);
  });

  it("makes an Error of a broken query that the condition needs, with its source", async () => {
    const broken = ask("A", { error: { code: "unavailable", message: "the store is away" } });
    expect(await judge([broken, ...lastMeets("A", "gt", 1)], generation)).toMatchObject([
      { state: "Error", error: "the store is away", errorSource: "downstream" },
    ]);
  });

  it("refuses label sets that occur twice and series that nobody reduced", async () => {
    const twice = ask("A", { frames: [toSeries({ a: "1" }, ["1"]), toSeries({ a: "1" }, ["2"])] });
    expect(await judge([twice, ...lastMeets("A", "gt", 1)], generation)).toMatchObject([
      { state: "Error", error: expect.stringContaining("twice") },
    ]);
    const raw = toExpression("C", { type: "math", expression: "$B" });
    expect(await stateOf([{ ...seriesOf("A", "1"), refId: "B" }, raw], generation)).toEqual(["Error"]);
  });

  it("makes labels of the text columns of a table", async () => {
    const frame = {
      fields: [
        { name: "model", type: "string", values: ["m", "n"] },
        { name: "state", type: "int64", values: ["2", "0"] },
      ],
    };
    expect(
      await judge([ask("A", { frames: [frame] }), ...lastMeets("A", "gt", 1)], generation),
    ).toMatchObject([
      { labels: { model: "m" }, state: "Alerting" },
      { labels: { model: "n" }, state: "Normal" },
    ]);
  });
});

it("an error that the condition does not need harms the rule up to Grafana 10.1 only", async () => {
  const broken = ask("A", { error: { code: "unavailable", message: "away" } });
  const data = [broken, seriesOf("D", "9"), ...lastMeets("D", "gt", 1)];
  expect(await stateOf(data, "10.1")).toEqual(["Error"]);
  expect(await stateOf(data, "newest")).toEqual(["Alerting"]);
});

/** The states of a rule's instances, minute by minute. */
async function watch(uid: string, minutes: readonly RuleQuery[], choices: Partial<AlertRule> = {}) {
  const seen: string[][] = [];
  for (const [minute, query] of minutes.entries()) {
    const rule = toRule(uid, [query, ...lastMeets("A", "gt", 1)], choices);
    const { instances } = await evaluateRule(host, rule, { nowMs: minute * 60_000, intervalSeconds: 60 });
    seen.push(instances.map(({ state, reason }) => (reason === "" ? state : `${state} (${reason})`)));
  }
  return seen;
}

describe("instances", () => {
  const [high, low, none] = [seriesOf("A", "2"), seriesOf("A", "0"), ask("A", { frames: [] })];

  it("wait as long as the rule says, and recover at once", async () => {
    expect(await watch("waiting", [high, high, high, low], { for: "2m" })).toEqual([
      ["Pending"],
      ["Pending"],
      ["Alerting"],
      ["Normal"],
    ]);
  });

  it("end two intervals after their labels came for the last time, beside NoData's own alert", async () => {
    expect(await watch("silent", [high, none, none, none])).toEqual([
      ["Alerting"],
      ["NoData"],
      ["NoData", "Normal (MissingSeries)"],
      ["NoData"],
    ]);
  });

  it("become what the rule makes of no data", async () => {
    expect(await watch("kept", [low, none], { noDataState: "Alerting" })).toEqual([
      ["Normal"],
      ["Alerting (NoData)"],
    ]);
    expect(await watch("calm", [high, none], { noDataState: "OK" })).toEqual([
      ["Alerting"],
      ["Normal (NoData)"],
    ]);
  });
});
