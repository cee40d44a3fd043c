import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildActRule } from "../../dashboards/src/alert-rules.js";
import { MODEL } from "../calibration/simulated-model.js";
import type { PrometheusServer } from "../stack/prometheus-server.js";
import { ARMS, MARGIN } from "./alert-questions.js";
import {
  DATA_SOURCE,
  evaluateRule,
  lastMeets,
  toExpression,
  toRule,
  type AlertRule,
  type Evaluation,
  type RuleQuery,
} from "./alert-rule.js";
import { atDay, EPISODES, startAlertStore, toPluginContext } from "./alert-store.js";
import { startPluginHost, type PluginHost } from "./plugin-host.js";
import { createPluginBuilder, type BuiltPlugins } from "./plugin-process.js";

const DAY_SECONDS = 86_400;
/** What Grafana's editor proposes for a rule: ten minutes. */
const TEN_MINUTES = 600;

let store: PrometheusServer;
let plugins: BuiltPlugins;
let host: PluginHost;
let pluginContext: object;
beforeAll(async () => {
  [store, plugins, host] = await Promise.all([
    startAlertStore(),
    createPluginBuilder(),
    startPluginHost("newest"),
  ]);
  await host.start(await plugins.modelwatch());
  pluginContext = toPluginContext({ store: "prometheus", url: store.url });
}, 600_000);
afterAll(async () => {
  await host?.stop();
  await store?.stop();
  await plugins?.remove();
});

function ask(refId: string, model: object, fromSeconds = TEN_MINUTES): RuleQuery {
  return {
    refId,
    datasourceUid: DATA_SOURCE,
    relativeTimeRange: { from: fromSeconds, to: 0 },
    model: { refId, ...model },
  };
}

/** The evaluations of a rule on these days. */
async function watch(rule: AlertRule, days: readonly number[], context = pluginContext) {
  const seen: Evaluation[] = [];
  for (const day of days) {
    const at = { nowMs: atDay(day), intervalSeconds: DAY_SECONDS };
    seen.push(await evaluateRule(host, rule, at, { pluginContext: context }));
  }
  return seen;
}

const statesOf = (evaluations: readonly Evaluation[]) =>
  evaluations.map(({ results }) => results.map(({ state }) => state).join());
const fingerprintsOf = (evaluations: readonly Evaluation[]) =>
  new Set(evaluations.flatMap(({ instances }) => instances.map(({ fingerprint }) => fingerprint)));

const SIGNAL = { model: MODEL, target: { kind: "feature", name: "signal" } };
const SIGNAL_DRIFT = { analysis: "drift", subject: SIGNAL, statistics: ["hellinger"] };
const LIFT = { analysis: "lift", subject: MARGIN, window: { width: "range" }, compare: ARMS };
const DEAD_STORE = toPluginContext({ store: "prometheus", url: "http://127.0.0.1:1" });

describe("rules on a real Prometheus", () => {
  it("on drift, over ten minutes of a model judged by the day: fires with the first drifted day, whatever the hour", async () => {
    const rule = toRule("drift", [
      ask("A", { ...SIGNAL_DRIFT, alertOn: "state" }),
      ...lastMeets("A", "gt", 0),
    ]);
    const { drift, asBefore } = EPISODES;
    const seen = await watch(rule, [drift, drift + 0.6, asBefore, asBefore + 0.6, asBefore + 1]);
    expect(statesOf(seen)).toEqual(["Normal", "Normal", "Alerting", "Alerting", "Normal"]);
    expect(fingerprintsOf(seen).size).toBe(1);
  }, 600_000);

  it("on significance and on value of a lift: one alert across a new version, recovered once the effect is over", async () => {
    const tenDays = 10 * DAY_SECONDS;
    const rule = toRule(
      "lift",
      [
        ask("A", { ...LIFT, alertOn: "evidence" }, tenDays),
        ask("D", { ...LIFT, alertOn: "value" }, tenDays),
        ...lastMeets("A", "gt", 20),
        toExpression("E", { type: "reduce", expression: "D", reducer: "last" }),
        toExpression("F", { type: "math", expression: "$C && $E > 1" }),
      ],
      { condition: "F" },
    );
    const { effect, newVersion, noEffect, end } = EPISODES;
    const seen = await watch(rule, [effect, newVersion - 1, noEffect, end]);
    const alerts = seen.flatMap(({ instances }) =>
      instances.filter(({ labels }) => labels["statistic"] === "mean-difference"),
    );
    expect(alerts.map(({ state }) => state)).toEqual(["Normal", "Alerting", "Alerting", "Normal"]);
    expect(new Set(alerts.map(({ fingerprint }) => fingerprint)).size).toBe(1);
  }, 600_000);

  it("as shipped: fires while the model is wrong, and recovers", async () => {
    const shipped: AlertRule = JSON.parse(JSON.stringify(buildActRule(MODEL)));
    const seen = await watch(shipped, [EPISODES.wrong, EPISODES.rightAgain, EPISODES.drift]);
    expect(statesOf(seen)).toEqual(["Normal", "Alerting", "Normal"]);
    expect(fingerprintsOf(seen).size).toBe(1);
  }, 600_000);

  it("on health: fires for a model that went silent, until it is back", async () => {
    const health = ask("A", { ...SIGNAL_DRIFT, alertOn: "health" });
    const rule = toRule("health", [health, ...lastMeets("A", "gt", 0)]);
    const { silent, backAgain } = EPISODES;
    const seen = await watch(rule, [silent, backAgain, backAgain + 1]);
    expect(statesOf(seen)).toEqual(["Normal", "Alerting", "Normal"]);
    expect(fingerprintsOf(seen).size).toBe(1);
  }, 600_000);

  it("give one alert for each stratum", async () => {
    const model = { analysis: "performance", subject: { model: MODEL, target: { kind: "outcome" } } };
    const query = ask("A", {
      ...model,
      strata: ["site"],
      statistics: ["brier"],
      guard: { minimumCount: 50 },
      alertOn: "value",
    });
    const rule = toRule("strata", [query, ...lastMeets("A", "gt", 0.25)]);
    const [before, wrong] = await watch(rule, [EPISODES.wrong, EPISODES.rightAgain]);
    const sites = before!.results.map(({ labels }) => labels?.["ml_stratum_site"]);
    expect(new Set(sites)).toEqual(new Set([undefined, "north", "south"]));
    expect(statesOf([before!, wrong!])).toEqual(["Normal,Normal,Normal", "Alerting,Alerting,Alerting"]);
    expect(fingerprintsOf([before!, wrong!]).size).toBe(3);
  }, 600_000);

  it("are without data, and never fire, where nothing can be said", async () => {
    const hungry = { ...SIGNAL_DRIFT, guard: { minimumCount: 1_000_000 } };
    for (const alertOn of ["state", "value", "margin", "evidence"]) {
      const rule = toRule(`hungry-${alertOn}`, [
        ask("A", { ...hungry, alertOn }),
        ...lastMeets("A", "gt", -1e9),
      ]);
      expect(statesOf(await watch(rule, [EPISODES.asBefore]))).toEqual(["NoData"]);
    }
    const unknown = ask("A", { analysis: "drift", subject: { model: "nobody" } });
    expect(statesOf(await watch(toRule("nobody", [unknown, ...lastMeets("A", "gt", -1)]), [40]))).toEqual([
      "NoData",
    ]);
  }, 600_000);

  it("end in an error of the store, which the store is blamed for", async () => {
    const rule = toRule("dead", [ask("A", SIGNAL_DRIFT), ...lastMeets("A", "gt", 0)]);
    const [evaluation] = await watch(rule, [40], DEAD_STORE);
    expect(evaluation!.results).toMatchObject([
      { state: "Error", errorSource: "downstream", error: expect.stringContaining("127.0.0.1:1") },
    ]);
  }, 600_000);

  it("are not harmed by a bad query beside theirs", async () => {
    const data = [ask("X", { analysis: "magic" }), ask("A", SIGNAL_DRIFT), ...lastMeets("A", "gt", 0)];
    expect(statesOf(await watch(toRule("beside", data), [EPISODES.asBefore]))).toEqual(["Alerting"]);
  }, 600_000);
});
