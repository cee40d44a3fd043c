import { GraphDrawStyle } from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { DATA_SOURCE } from "../data-source.js";
import { createTarget } from "../modelwatch-target.js";
import { keepFields } from "./fields.js";

/** How many predictions each day's findings rest on. */
export function predictionCounts(): PanelBuilder {
  return new PanelBuilder()
    .title("Predictions by day")
    .description("Rows in each window of the score's histogram. A day without rows is a gap, not a zero")
    .datasource({ ...DATA_SOURCE })
    .withTarget(
      createTarget(
        "A",
        {
          analysis: "drift",
          subject: { model: "$model", target: { kind: "prediction" } },
          window: { width: "1d", timeZone: "UTC" },
          statistics: ["hellinger"],
        },
        "series",
      ),
    )
    .withTransformation(keepFields("n"))
    .overrideByName("n", [{ id: "displayName", value: "predictions" }])
    .drawStyle(GraphDrawStyle.Bars)
    .fillOpacity(60)
    .unit("short")
    .min(0)
    .height(7)
    .span(24);
}
