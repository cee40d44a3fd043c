import type { Rule } from "@grafana/grafana-foundation-sdk/alerting";
import { describe, expect, it } from "vitest";
import { buildActRule } from "./alert-rules.js";

/** What the backend sends an alert rule: for each label set a frame with one number. */
interface AlertFrame {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (number | null)[];
}

type AlertState = "Normal" | "Alerting" | "NoData";

describe("the act rule", () => {
  const rule = buildActRule("flight-delay");

  it.each([
    [0, "Normal"],
    [1, "Normal"],
    [2, "Alerting"],
  ] as const)("at state %i is %s", (state, expected) => {
    expect(evaluateRule(rule, [frame([state])])).toEqual([expected]);
  });

  it("looks at the latest state alone", () => {
    expect(evaluateRule(rule, [frame([2, 2, 1])])).toEqual(["Normal"]);
    expect(evaluateRule(rule, [frame([0, 0, 2])])).toEqual(["Alerting"]);
  });

  it("has no data, and not ok, where the verdict is undetermined", () => {
    expect(evaluateRule(rule, [])).toEqual(["NoData"]);
    expect(evaluateRule(rule, [frame([null])])).toEqual(["NoData"]);
  });

  it("judges each label set by itself", () => {
    const frames = [frame([0], { monitor: "a" }), frame([2], { monitor: "b" })];
    expect(evaluateRule(rule, frames)).toEqual(["Normal", "Alerting"]);
  });
});

function frame(values: readonly (number | null)[], labels = { monitor: "flight-delay" }): AlertFrame {
  return { labels, values };
}

/**
 * Grafana's server-side expressions, as far as the rule uses them: reduce `last` takes the last point, null stays null; threshold
 * `gt` gives 1 or 0 and leaves null. A condition that is null, or has no series, is NoData; 0 is Normal; all else alerts
 * (grafana `pkg/services/ngalert/eval/eval.go`, evaluateExecutionResult).
 */
function evaluateRule(rule: Rule, frames: readonly AlertFrame[]): AlertState[] {
  const results = new Map<string, readonly (number | null)[]>();
  for (const { refId = "", datasourceUid, model } of rule.data) {
    const node: Record<string, unknown> = { ...model };
    if (datasourceUid !== "__expr__") continue;
    if (node["type"] === "reduce") results.set(refId, reduce(node, frames));
    else if (node["type"] === "threshold") {
      results.set(refId, threshold(node, results.get(String(node["expression"])) ?? []));
    } else throw new Error(`this test does not know the expression ${JSON.stringify(node)}`);
  }
  const condition = results.get(rule.condition) ?? [];
  if (condition.length === 0) return ["NoData"];
  return condition.map((value) => (value === null ? "NoData" : value === 0 ? "Normal" : "Alerting"));
}

function reduce(node: Record<string, unknown>, frames: readonly AlertFrame[]): (number | null)[] {
  expect(node).toMatchObject({ expression: "A", reducer: "last" });
  return frames.map(({ values }) => {
    const last = values.at(-1);
    // reducing a frame without rows gives NaN, which alerts: the backend sends none
    if (last === undefined) throw new Error("a frame without rows");
    return last;
  });
}

function threshold(node: Record<string, unknown>, input: readonly (number | null)[]): (number | null)[] {
  const [condition] = Array.isArray(node["conditions"]) ? node["conditions"] : [];
  const evaluator: unknown = Object(condition).evaluator;
  expect(evaluator).toMatchObject({ type: "gt", params: [expect.any(Number)] });
  const [limit] = Object(evaluator).params;
  return input.map((value) => (value === null ? null : Number(value > Number(limit))));
}
