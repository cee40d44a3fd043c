import type { Rule } from "@grafana/grafana-foundation-sdk/alerting";
import { stringify } from "yaml";
import { buildActRule } from "./alert-rules.js";
import { buildModelDashboard } from "./model-dashboard.js";

/** The model that the demo replays; for others, copy the rule and change its name. */
const EXAMPLE_MODEL = "flight-delay";

/** Every generated file by its name, with its text. */
export function renderFiles(): ReadonlyMap<string, string> {
  return new Map([
    ["model.json", `${JSON.stringify(buildModelDashboard(), null, 2)}\n`],
    ["alert-rules.yaml", renderAlertRules([buildActRule(EXAMPLE_MODEL)])],
  ]);
}

/** Grafana's file provisioning: the group, not the rule, names organisation and folder. */
function renderAlertRules(rules: readonly Rule[]): string {
  const provisioned = rules.map(({ orgID: _org, folderUID: _folder, ruleGroup: _group, ...rule }) => rule);
  const document = {
    apiVersion: 1,
    groups: [{ orgId: 1, name: "modelwatch", folder: "Modelwatch", interval: "15m", rules: provisioned }],
  };
  // through JSON: the builders' marker is a function
  return stringify(JSON.parse(JSON.stringify(document)), { lineWidth: 0 });
}
