import type { Finding } from "@modelwatch/conventions/query";
import type { FieldLabels } from "@modelwatch/grafana-backend";

/**
 * What a finding is about, without when and how it turned out: the labels of its series. Wire names become label names
 * (`ml.stratum.origin` → `ml_stratum_origin`), as alert templates cannot spell dots.
 */
export function toSeriesLabels(finding: Finding): FieldLabels {
  const { subject } = finding;
  return {
    analysis: finding.analysis,
    model: subject.model,
    ...(subject.modelVersion === undefined ? {} : { model_version: subject.modelVersion }),
    target: subject.target,
    statistic: finding.statistic,
    ...(finding.monitor === undefined ? {} : { monitor: finding.monitor }),
    ...Object.fromEntries(
      Object.entries(subject.labels).map(([name, value]) => [name.replaceAll(".", "_"), value]),
    ),
  };
}

/** The findings of each label set, in order of first appearance. */
export function groupByLabels(
  findings: readonly Finding[],
  toLabels: (finding: Finding) => FieldLabels,
): readonly { readonly labels: FieldLabels; readonly findings: readonly Finding[] }[] {
  const groups = new Map<string, { labels: FieldLabels; findings: Finding[] }>();
  for (const finding of findings) {
    const labels = toLabels(finding);
    const key = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
    const group = groups.get(key);
    if (group) group.findings.push(finding);
    else groups.set(key, { labels, findings: [finding] });
  }
  return [...groups.values()];
}
