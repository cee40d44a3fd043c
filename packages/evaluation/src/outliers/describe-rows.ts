import type { Finding, Query } from "@modelwatch/conventions/query";
import { criticalLogPValue } from "@modelwatch/statistics";
import { correctionOfPValues, decideOutlier } from "../decide/index.js";
import { createFinding, frameOf, fromLog, toEvidence } from "../finding/finding-builder.js";
import { qualityOf } from "../read/series-matrix.js";
import type { WindowPlan } from "../windows/plan-windows.js";
import type { OutlierMember } from "./outlier-member.js";
import type { OutlierRow } from "./outlier-row.js";
import { outlierText } from "./reason.js";
import type { WindowHistory } from "./window-history.js";

/** Findings of all rows; those of one window are corrected together. */
export function describeRows(
  query: Query,
  plan: WindowPlan,
  rows: readonly OutlierRow[],
  members: ReadonlyMap<string, OutlierMember>,
  history: WindowHistory,
): Finding[] {
  const families = new Map<number, number[]>();
  for (const { test, window } of rows) {
    if (test.kind !== "tested") continue;
    families.set(window.toMs, [...(families.get(window.toMs) ?? []), test.logPValue]);
  }
  const correction = correctionOfPValues(query.guard.multiplicity);
  const thresholds = new Map(
    [...families].map(([toMs, logs]) => [toMs, criticalLogPValue(logs, correction, query.guard.alpha)]),
  );
  const indexOf = new Map(history.edges.map((edge, index) => [edge, index]));
  return rows.map((row) => {
    const [from, to] = [indexOf.get(row.window.fromMs)!, indexOf.get(row.window.toMs)!];
    const quality = qualityOf(members.get(row.target)?.series ?? [], from, to);
    return describeRow(query, row, plan.sliding ? null : (thresholds.get(row.window.toMs) ?? null), quality);
  });
}

function describeRow(
  query: Query,
  row: OutlierRow,
  logThreshold: number | null,
  quality: Finding["quality"],
): Finding {
  const { minimumCount, alpha } = query.guard;
  const { test, interval } = row;
  const tested = test.kind === "tested" && logThreshold !== null ? test : null;
  const excess = tested === null ? null : tested.logPValue - logThreshold!;
  const decision = decideOutlier(row, minimumCount, excess);
  return createFinding(frameOf(query), {
    target: row.target,
    statistic: row.statistic,
    unit: row.unit ?? "",
    window: row.window,
    reference: row.reference,
    value: row.value,
    low: interval?.low ?? row.value,
    high: interval?.high ?? row.value,
    resolution: row.resolution ?? null,
    sampling: interval
      ? {
          low: interval.low,
          high: interval.high,
          level: 1 - alpha,
          sequential: false,
          method: interval.method,
        }
      : null,
    n: row.n,
    evidence: tested === null ? null : toEvidence("p-value", tested.logPValue),
    threshold: tested === null ? null : fromLog(logThreshold!),
    margin: excess === null ? null : -excess / Math.LN10,
    status: decision.status,
    reason: { code: decision.code, text: outlierText(decision.code, row, minimumCount) },
    quality,
    details: { expected: row.expected, ...row.details },
  });
}
