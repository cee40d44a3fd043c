import { PanelBuilder } from "@grafana/grafana-foundation-sdk/table";
import { ATTR_ARM } from "@modelwatch/conventions";
import { DATA_SOURCE } from "../data-source.js";
import { createTarget } from "../modelwatch-target.js";

export function liftTable(): PanelBuilder {
  return new PanelBuilder()
    .title("What is $treated worth against $control, in $business?")
    .description(
      "Over the whole time range; the interval holds whenever you look. Without two arms the answer says so",
    )
    .datasource({ ...DATA_SOURCE })
    .withTarget(
      createTarget(
        "A",
        {
          analysis: "lift",
          subject: { model: "$model", target: { kind: "business", name: "$business" } },
          window: { width: "range", timeZone: "UTC" },
          compare: { attribute: ATTR_ARM, treated: "$treated", control: "$control" },
        },
        "table",
      ),
    )
    .withTransformation({
      id: "filterFieldsByName",
      options: {
        include: { names: ["statistic", "value", "low", "high", "unit", "n", "status", "explanation"] },
      },
    })
    .overrideByName("explanation", [{ id: "custom.width", value: 520 }])
    .height(8)
    .span(24);
}
