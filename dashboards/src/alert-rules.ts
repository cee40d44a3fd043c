import { QueryBuilder, RuleBuilder, type Rule } from "@grafana/grafana-foundation-sdk/alerting";
import { TypeReduceBuilder, TypeThresholdBuilder } from "@grafana/grafana-foundation-sdk/expr";
import { DATA_SOURCE } from "./data-source.js";
import { MODEL_DASHBOARD_UID } from "./model-dashboard.js";
import { createTarget } from "./modelwatch-target.js";
import { REASONS_PANEL_ID } from "./panels/verdict.js";
import { STATE_WATCH } from "./states.js";

const EXPRESSION = { type: "__expr__", uid: "__expr__" };
const DAY_SECONDS = 86_400;
/** The verdict rests on what its monitor has gathered; a rule only has to reach its latest closed window. */
const LOOK_BACK_SECONDS = 30 * DAY_SECONDS;

/**
 * Fires where the verdict on the model is *act*. It waits for nothing (`for` is zero): the budget of false alarms is kept by the
 * verdict, however often the rule is evaluated. No data is not ok: an undetermined verdict sends no row.
 */
export function buildActRule(model: string): Rule {
  return new RuleBuilder(`${model}: someone should look`)
    .uid(`modelwatch-act-${model}`)
    .condition("C")
    .withQuery(
      new QueryBuilder("A")
        .datasourceUid(DATA_SOURCE.uid)
        .relativeTimeRange({ from: LOOK_BACK_SECONDS, to: 0 })
        .model(createTarget("A", { analysis: "verdict", subject: { model }, alertOn: "state" })),
    )
    .withQuery(
      new QueryBuilder("B")
        .datasourceUid(EXPRESSION.uid)
        .model(new TypeReduceBuilder().refId("B").datasource(EXPRESSION).expression("A").reducer("last")),
    )
    .withQuery(
      new QueryBuilder("C").datasourceUid(EXPRESSION.uid).model(
        new TypeThresholdBuilder()
          .refId("C")
          .datasource(EXPRESSION)
          .expression("B")
          .conditions([{ evaluator: { type: "gt", params: [STATE_WATCH] } }]),
      ),
    )
    .noDataState("NoData")
    .execErrState("Error")
    .forDuration("0s")
    .labels({ severity: "act" })
    .annotations({
      summary: `Someone should look at ${model}`,
      description: `The verdict on ${model} is act: its inputs or its quality moved beyond the tolerance. The panel "Why" lists the reasons.`,
      runbook: "dashboards/runbooks/model-verdict-act.md",
      // both or neither: Grafana 10.1 does not even start with a provisioned rule that names a dashboard and no panel
      __dashboardUid__: MODEL_DASHBOARD_UID,
      __panelId__: String(REASONS_PANEL_ID),
    })
    .build();
}
