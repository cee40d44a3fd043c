import { FINDING_VERSION, STATUS_NUMBERS, type Finding, type Query } from "@modelwatch/conventions/query";
import type { FieldLabels, Frame } from "@modelwatch/grafana-backend";
import { groupByLabels, toSeriesLabels } from "./finding-series.js";

type AlertOn = Query["alertOn"];

/** Under `alertOn: health`: a member that should have reported and did not. */
const HEALTH_MISSING = 1;
const HEALTH_REPORTING = 0;

/**
 * Findings for an alert rule: for each label set one frame of one row with one number, that of the latest window that has
 * closed by the end of the range. Nothing that can change is a label: not the status, not the reason, and not the model's
 * version, as a new version is the same alert. A label set without a number sends no frame, never NaN or 0.
 */
export function toAlertFrames(findings: readonly Finding[], query: Query): readonly Frame[] {
  const endMs = Date.parse(query.range.to);
  const closed = findings.filter(
    // health looks at every member; otherwise a verdict's members would alert beside the verdict itself
    (finding) =>
      Date.parse(finding.window.to) <= endMs &&
      (query.alertOn === "health" || finding.analysis === query.analysis),
  );
  return groupByLabels(closed, toAlertLabels).flatMap(({ labels, findings: members }) => {
    const finding = latest(members);
    const value = finding && toAlertNumber(finding, query.alertOn);
    return finding && value != null ? [toAlertFrame(finding, labels, value)] : [];
  });
}

function toAlertFrame(finding: Finding, labels: FieldLabels, value: number): Frame {
  return {
    name: Object.values(labels).join(" "),
    fields: [
      { name: "time", type: "time", nullable: false, values: [Date.parse(finding.window.from)] },
      { name: "value", type: "float64", nullable: false, labels, values: [value] },
    ],
    meta: {
      type: "timeseries-multi",
      typeVersion: [0, 1],
      custom: { findingVersion: FINDING_VERSION, findings: [finding] },
    },
  };
}

function toAlertLabels(finding: Finding): FieldLabels {
  const { model_version: _version, ...labels } = toSeriesLabels(finding);
  if (finding.analysis !== "verdict") return labels;
  // a verdict rests on the loss where there are outcomes and on drift where there are none, and outcomes come and go
  const { statistic: _evidence, ...verdict } = labels;
  return verdict;
}

/** The finding of the latest window; between versions of that window, the one most in need of a person. */
function latest(findings: readonly Finding[]): Finding | undefined {
  let best: Finding | undefined;
  for (const finding of findings) if (!best || compare(finding, best) > 0) best = finding;
  return best;
}

function compare(a: Finding, b: Finding): number {
  return (
    Date.parse(a.window.to) - Date.parse(b.window.to) ||
    severity(a) - severity(b) ||
    (a.margin ?? 0) - (b.margin ?? 0)
  );
}

function severity(finding: Finding): number {
  return STATUS_NUMBERS[finding.status] ?? -1;
}

/** The number that the query's `alertOn` picks; undefined or null where there is none to judge. */
function toAlertNumber(finding: Finding, alertOn: AlertOn): number | null | undefined {
  if (alertOn === "health") return finding.status === "missing" ? HEALTH_MISSING : HEALTH_REPORTING;
  if (finding.status === "undetermined" || finding.status === "missing") return undefined;
  switch (alertOn) {
    case "value":
      return finding.value;
    case "margin":
      return finding.margin;
    case "evidence":
      return finding.evidence?.value;
    case "state":
    default:
      return STATUS_NUMBERS[finding.status];
  }
}
