import { FINDING_VERSION, type Analysis, type Finding } from "@modelwatch/conventions/query";
import type { Field, Frame, Notice } from "@modelwatch/grafana-backend";
import { toNumberFields, toTextFields, toTimeFields } from "./finding-fields.js";
import { groupByLabels, toSeriesLabels } from "./finding-series.js";

export type PanelFormat = "series" | "table";

/** One row answers these; the others are read along time. */
const TABLE_ANALYSES: ReadonlySet<Analysis> = new Set(["lift", "decompose", "verdict", "plan"]);

/** The format that Grafana's `queryType` asks for, else the one that fits the analysis. */
export function toPanelFormat(queryType: string, analysis: Analysis): PanelFormat {
  if (queryType === "series" || queryType === "table") return queryType;
  return TABLE_ANALYSES.has(analysis) ? "table" : "series";
}

/**
 * Findings for a panel, with the exact findings in `meta.custom`. `series`: a frame for each label set, its labels on the
 * numbers. `table`: one frame, labels as columns. No findings: no frame.
 */
export function toPanelFrames(
  findings: readonly Finding[],
  format: PanelFormat,
  notices: readonly Notice[],
): readonly Frame[] {
  if (findings.length === 0) return [];
  const frames = format === "table" ? [toTableFrame(findings)] : toSeriesFrames(findings);
  const [first, ...others] = frames;
  if (!first || notices.length === 0) return frames;
  return [{ ...first, meta: { ...first.meta, notices } }, ...others];
}

function toSeriesFrames(findings: readonly Finding[]): readonly Frame[] {
  return groupByLabels(findings, toSeriesLabels).map(({ labels, findings: members }) => ({
    name: Object.values(labels).join(" "),
    fields: [
      ...toTimeFields(members),
      ...toNumberFields(members, labels, members[0]?.unit),
      ...toTextFields(members),
    ],
    meta: { preferredVisualisationType: "graph", custom: toCustom(members) },
  }));
}

function toTableFrame(findings: readonly Finding[]): Frame {
  const labelSets = findings.map(toSeriesLabels);
  const names = new Set(labelSets.flatMap((labels) => Object.keys(labels)));
  const columns = [...names].map((name): Field => ({
    name,
    type: "string",
    values: labelSets.map((labels) => labels[name] ?? null),
  }));
  const units: Field = {
    name: "unit",
    type: "string",
    nullable: false,
    values: findings.map(({ unit }) => unit),
  };
  return {
    name: "findings",
    fields: [
      ...toTimeFields(findings),
      ...columns,
      ...toNumberFields(findings),
      units,
      ...toTextFields(findings),
    ],
    meta: { preferredVisualisationType: "table", custom: toCustom(findings) },
  };
}

function toCustom(findings: readonly Finding[]): unknown {
  return { findingVersion: FINDING_VERSION, findings };
}
