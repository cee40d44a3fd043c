import type { Analysis, Finding, FindingsFile } from "@modelwatch/conventions/query";

export interface FindingFilter {
  readonly analysis: Analysis;
  readonly target?: string;
  readonly statistic?: string;
  /** `overall`: without labels; `strata`: with. */
  readonly level?: "overall" | "strata";
}

/** The findings that fit, in the file's order. */
export function selectFindings(file: FindingsFile, filter: FindingFilter): Finding[] {
  const { analysis, target, statistic, level } = filter;
  return file.findings.filter(
    (finding) =>
      finding.analysis === analysis &&
      (target === undefined || finding.subject.target === target) &&
      (statistic === undefined || finding.statistic === statistic) &&
      (level === undefined || (level === "overall") === (Object.keys(finding.subject.labels).length === 0)),
  );
}

/** The first that fits, if any. */
export function selectFinding(file: FindingsFile, filter: FindingFilter): Finding | undefined {
  return selectFindings(file, filter)[0];
}

/** A number among a finding's details; undefined where it is absent or no number. */
export function detailNumber(finding: Finding, name: string): number | undefined {
  const value = finding.details[name];
  return typeof value === "number" ? value : undefined;
}

/** A text among a finding's details. */
export function detailText(finding: Finding, name: string): string | undefined {
  const value = finding.details[name];
  return typeof value === "string" ? value : undefined;
}
