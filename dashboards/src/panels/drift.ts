import { PanelBuilder as StatusHistoryBuilder } from "@grafana/grafana-foundation-sdk/statushistory";
import { VisibilityMode } from "@grafana/grafana-foundation-sdk/common";
import { PanelBuilder as TimeseriesBuilder } from "@grafana/grafana-foundation-sdk/timeseries";
import { DATA_SOURCE } from "../data-source.js";
import { createTarget, type TargetFields } from "../modelwatch-target.js";
import { STATE_MAPPINGS, STATE_THRESHOLDS } from "../states.js";
import { keepFields } from "./fields.js";

type Target = NonNullable<TargetFields["subject"]["target"]>;

const WINDOW = { width: "1w", timeZone: "UTC" } as const;

/** The distance that the default tolerance is measured in. */
const STATISTICS = ["hellinger"];

export function driftStates(): StatusHistoryBuilder {
  return new StatusHistoryBuilder()
    .title("Which inputs drifted, and when")
    .description(
      "One row for the score and each feature, one cell for each week against the training reference",
    )
    .datasource({ ...DATA_SOURCE })
    .withTarget(driftTarget({ kind: "inputs" }))
    .withTransformation(keepFields("state"))
    .displayName("${__field.labels.target}")
    .mappings(STATE_MAPPINGS)
    .thresholds(STATE_THRESHOLDS)
    .showValue(VisibilityMode.Never)
    .height(10)
    .span(24);
}

export function scoreDrift(): TimeseriesBuilder {
  return driftSeries("Drift of the score", { kind: "prediction" }).height(8).span(24);
}

export function featureDrift(): TimeseriesBuilder {
  return driftSeries("Drift of $feature", { kind: "feature", name: "$feature" })
    .repeat("feature")
    .repeatDirection("h")
    .maxPerRow(3)
    .height(7)
    .span(8);
}

/** The distance of the buckets alone. What they hide has a lower bound, which this is, and no upper one: a band would say nothing. */
function driftSeries(title: string, target: Target): TimeseriesBuilder {
  return new TimeseriesBuilder()
    .title(title)
    .description(
      "Hellinger distance from the training reference: 0 identical, 1 no overlap; at least this much, since buckets can only hide drift",
    )
    .datasource({ ...DATA_SOURCE })
    .withTarget(driftTarget(target))
    .withTransformation(keepFields("value"))
    .overrideByName("value", [{ id: "displayName", value: "Hellinger distance" }])
    .min(0);
}

function driftTarget(target: Target): ReturnType<typeof createTarget> {
  return createTarget(
    "A",
    { analysis: "drift", subject: { model: "$model", target }, window: WINDOW, statistics: STATISTICS },
    "series",
  );
}
