import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  type Dashboard,
} from "@grafana/grafana-foundation-sdk/dashboard";
import { driftStates, featureDrift, scoreDrift } from "./panels/drift.js";
import { liftTable } from "./panels/lift.js";
import { performancePanels } from "./panels/performance.js";
import { predictionCounts } from "./panels/traffic.js";
import { verdictReasons, verdictState } from "./panels/verdict.js";
import { VARIABLES } from "./variables.js";

export const MODEL_DASHBOARD_UID = "modelwatch-model";

/** One model from the question to its evidence: should someone look, what moved, how good is it, what is it worth. */
export function buildModelDashboard(): Dashboard {
  const dashboard = new DashboardBuilder("Modelwatch: model")
    .uid(MODEL_DASHBOARD_UID)
    .description("One model: verdict, drift, performance, lift and traffic, each with its uncertainty")
    .tags(["modelwatch"])
    .timezone("utc")
    .time({ from: "now-90d", to: "now" })
    .tooltip(DashboardCursorSync.Crosshair)
    .editable()
    .variables([...VARIABLES])
    .withRow(new RowBuilder("Verdict"))
    .withPanel(verdictState())
    .withPanel(verdictReasons())
    .withRow(new RowBuilder("Drift"))
    .withPanel(driftStates())
    .withPanel(scoreDrift())
    .withPanel(featureDrift())
    .withRow(new RowBuilder("Performance"));
  for (const panel of performancePanels()) dashboard.withPanel(panel);
  return dashboard
    .withRow(new RowBuilder("Worth"))
    .withPanel(liftTable())
    .withRow(new RowBuilder("Traffic"))
    .withPanel(predictionCounts())
    .build();
}
