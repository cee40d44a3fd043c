import { PanelBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { DATA_SOURCE } from "../data-source.js";
import { createTarget } from "../modelwatch-target.js";
import { INTERVAL_BAND, keepFields } from "./fields.js";

interface Measure {
  readonly statistic: string;
  readonly title: string;
  readonly description: string;
}

const MEASURES: readonly Measure[] = [
  {
    statistic: "auc",
    title: "How well it ranks (AUC)",
    description: "The chance that a positive case gets the higher score: 0.5 is guessing, 1 is perfect",
  },
  {
    statistic: "brier",
    title: "How well its scores match what happened (Brier)",
    description: "Mean squared error of the score as a probability: 0 is perfect",
  },
];

/** With labels, by month, each measure with its interval. */
export function performancePanels(): readonly PanelBuilder[] {
  return MEASURES.map(({ statistic, title, description }) => {
    const panel = new PanelBuilder()
      .title(title)
      .description(description)
      .datasource({ ...DATA_SOURCE })
      .withTarget(
        createTarget(
          "A",
          {
            analysis: "performance",
            subject: { model: "$model", target: { kind: "outcome" } },
            window: { width: "1mo", timeZone: "UTC" },
            statistics: [statistic],
          },
          "series",
        ),
      )
      .withTransformation(keepFields("value", "low", "high"))
      .overrideByName("value", [{ id: "displayName", value: statistic }])
      .height(8)
      .span(12);
    return INTERVAL_BAND.reduce(
      (built, { field, properties }) => built.overrideByName(field, properties),
      panel,
    );
  });
}
