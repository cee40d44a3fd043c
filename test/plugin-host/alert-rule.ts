import type { PluginHost } from "./plugin-host.js";

/** Whose rules a Grafana's are: expressions and alert states differ between the first that we serve and the newest. */
export const GENERATIONS = ["10.1", "newest"] as const;
export type Generation = (typeof GENERATIONS)[number];

export type AlertState = "Normal" | "Alerting" | "Pending" | "NoData" | "Error";

/** A rule as Grafana provisions and saves it. */
export interface AlertRule {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly data: readonly RuleQuery[];
  readonly noDataState: "NoData" | "Alerting" | "OK";
  readonly execErrState: "Error" | "Alerting" | "OK";
  readonly for: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface RuleQuery {
  readonly refId: string;
  readonly datasourceUid: string;
  readonly relativeTimeRange?: { readonly from: number; readonly to: number };
  readonly model: object;
}

/** What one evaluation says of one label set. */
export interface AlertResult {
  readonly labels: Readonly<Record<string, string>> | null;
  readonly state: AlertState;
  /** The condition's number, exact. */
  readonly number: string | null;
  readonly error?: string;
  readonly errorSource?: string;
}

/** An alert: its fingerprint is that of its labels, the rule's included. */
export interface AlertInstance {
  readonly labels: Readonly<Record<string, string>>;
  readonly fingerprint: string;
  readonly state: AlertState;
  /** Why, where the state is not the result's own: `NoData`, `Error`, `MissingSeries`. */
  readonly reason: string;
}

export interface Evaluation {
  readonly results: readonly AlertResult[];
  /** All that this evaluation touched, and those that it ended. */
  readonly instances: readonly AlertInstance[];
}

export const EXPRESSION = "__expr__";
/** The uid of the data source that a rule's queries ask. */
export const DATA_SOURCE = "modelwatch";

/** An expression of a rule: what it computes from the refIds that it names. */
export function toExpression(refId: string, model: object): RuleQuery {
  return { refId, datasourceUid: EXPRESSION, model: { refId, ...model } };
}

/** The last number of a refId, and whether it meets the condition. */
export function lastMeets(input: string, type: string, ...params: readonly number[]): readonly RuleQuery[] {
  return [
    toExpression("B", { type: "reduce", expression: input, reducer: "last" }),
    toExpression("C", { type: "threshold", expression: "B", conditions: [{ evaluator: { type, params } }] }),
  ];
}

/** A rule with Grafana's own choices for what is not given; its condition is C. */
export function toRule(uid: string, data: readonly RuleQuery[], choices: Partial<AlertRule> = {}): AlertRule {
  return {
    uid,
    title: uid,
    condition: "C",
    data,
    noDataState: "NoData",
    execErrState: "Error",
    for: "0s",
    ...choices,
  };
}

/** One evaluation at an instant, the host's plugin behind the data source; `intervalSeconds` is how often the rule is evaluated. */
export function evaluateRule(
  host: PluginHost,
  rule: AlertRule,
  at: { readonly nowMs: number; readonly intervalSeconds: number },
  options: { readonly generation?: Generation; readonly pluginContext?: object } = {},
): Promise<Evaluation> {
  const { generation = "newest", pluginContext = {} } = options;
  return host.call("evaluateRule", {
    rule,
    generation,
    dataSources: { [DATA_SOURCE]: pluginContext },
    ...at,
  });
}
