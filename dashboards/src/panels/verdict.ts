import { ReduceDataOptionsBuilder } from "@grafana/grafana-foundation-sdk/common";
import type { DataTransformerConfig } from "@grafana/grafana-foundation-sdk/dashboard";
import { BigValueColorMode, BigValueGraphMode } from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder as StatBuilder } from "@grafana/grafana-foundation-sdk/stat";
import { PanelBuilder as TableBuilder } from "@grafana/grafana-foundation-sdk/table";
import { DATA_SOURCE } from "../data-source.js";
import { createTarget } from "../modelwatch-target.js";
import { STATE_MAPPINGS, STATE_THRESHOLDS } from "../states.js";

const VERDICT = createTarget("A", { analysis: "verdict", subject: { model: "$model" } }, "table");

/** A verdict's answer also holds the findings that it read; the first panel shows the verdict alone. */
const VERDICT_ROWS: DataTransformerConfig = {
  id: "filterByValue",
  options: {
    type: "include",
    match: "any",
    filters: [{ fieldName: "analysis", config: { id: "equal", options: { value: "verdict" } } }],
  },
};

export function verdictState(): StatBuilder {
  return new StatBuilder()
    .title("Should someone look?")
    .description(
      "ok, watch or act; undetermined where the evidence does not suffice. The runbook says what to do.",
    )
    .datasource({ ...DATA_SOURCE })
    .withTarget(VERDICT)
    .withTransformation(VERDICT_ROWS)
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
    .title("Why")
    .description("The verdict and the findings that it read, with their reasons")
    .datasource({ ...DATA_SOURCE })
    .withTarget(VERDICT)
    .withTransformation({
      id: "filterFieldsByName",
      options: {
        include: {
          names: ["analysis", "target", "statistic", "value", "low", "high", "n", "status", "explanation"],
        },
      },
    })
    .overrideByName("explanation", [{ id: "custom.width", value: 520 }])
    .height(8)
    .span(18);
}
