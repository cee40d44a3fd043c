import { ReduceDataOptionsBuilder } from "@grafana/grafana-foundation-sdk/common";
import { BigValueColorMode, BigValueGraphMode } from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TableBuilder } from "@grafana/grafana-foundation-sdk/table";
import { DATA_SOURCE } from "../data-source.js";
import { createTarget } from "../modelwatch-target.js";
import { STATE_MAPPINGS, STATE_THRESHOLDS } from "../states.js";

const VERDICT = createTarget("A", { analysis: "verdict", subject: { model: "$model" } }, "table");

/** What is read first stands first. */
const REASON_FIELDS = ["status", "explanation", "statistic", "value", "low", "high", "n"];

/** The panel that the alert links to; the others are numbered by Grafana. */
export const REASONS_PANEL_ID = 2;

export function verdictState(): StatBuilder {
  return new StatBuilder()
    .title("Should someone look?")
    .description(
      "ok, watch or act; undetermined where the evidence does not suffice. The runbook says what to do.",
    )
    .datasource({ ...DATA_SOURCE })
    .withTarget(VERDICT)
    .reduceOptions(new ReduceDataOptionsBuilder().values(false).calcs(["last"]).fields("/^state$/"))
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Background)
    .mappings(STATE_MAPPINGS)
    .thresholds(STATE_THRESHOLDS)
    .noValue("undetermined")
    .height(8)
    .span(6);
}

export function verdictReasons(): TableBuilder {
  return new TableBuilder()
    .id(REASONS_PANEL_ID)
    .title("Why")
    .description("The verdict with its reason and its numbers, one row for each monitor of the model")
    .datasource({ ...DATA_SOURCE })
    .withTarget(VERDICT)
    .withTransformation({ id: "filterFieldsByName", options: { include: { names: REASON_FIELDS } } })
    .withTransformation({
      id: "organize",
      options: { indexByName: Object.fromEntries(REASON_FIELDS.map((name, index) => [name, index])) },
    })
    .overrideByName("status", [{ id: "custom.width", value: 90 }])
    .overrideByName("explanation", [
      { id: "custom.width", value: 560 },
      { id: "custom.cellOptions", value: { type: "auto", wrapText: true } },
      { id: "custom.inspect", value: true },
    ])
    .height(8)
    .span(18);
}
