import type { Finding, Query } from "@modelwatch/conventions/query";
import {
  quantileBands,
  shareIntervals,
  type CdfBandOptions,
  type Distribution,
} from "@modelwatch/statistics";
import { decideShown } from "../decide/index.js";
import { describeCell } from "../drift/describe-member.js";
import { readDriftRows, type DriftRow } from "../drift/drift-rows.js";
import { memberName } from "../drift/reason.js";
import { createFinding, finiteOrNull, frameOf, type FindingDraft } from "../finding/finding-builder.js";
import { formatCount, formatNumber, formatPercent } from "../finding/format.js";
import type { ReadContext } from "../read/model-matchers.js";
import { qualityOf } from "../read/series-matrix.js";
import { planWindows, type PlannedWindow } from "../windows/plan-windows.js";
import { describeCells } from "./describe-cells.js";
import { memberCells, type MemberCells } from "./member-cells.js";

/**
 * What do the scores and features look like? One finding per member and window, overall and by the strata asked for: counts and
 * shares of every cell, the same cells in every window, with quantiles and the band around the distribution function. Nothing is
 * judged. A member that the reference knows and that did not report is `missing`.
 */
export async function evaluateDistribution(query: Query, context: ReadContext): Promise<readonly Finding[]> {
  const plan = planWindows(query, query.reference);
  const rows = await readDriftRows(query, context, plan);
  return rows.flatMap((row) => {
    const cells = memberCells(row.member.series, plan);
    return plan.windows.map((window) => describeWindow(query, row, cells, window));
  });
}

function describeWindow(
  query: Query,
  { member, labels, references }: DriftRow,
  cells: MemberCells | "layout-changed" | null,
  window: PlannedWindow,
): Finding {
  const known = cells === null || cells === "layout-changed" ? null : cells;
  const distribution = known?.of(window) ?? null;
  const n = distribution?.count ?? 0;
  const decision = decideShown({ n, isLayoutChanged: cells === "layout-changed" });
  const reference = references.of(member.name, window);
  const options: CdfBandOptions = {
    alpha: query.guard.alpha,
    firstAt: query.guard.minimumCount,
    overdispersion: known?.overdispersion ?? 1,
  };
  const shown = distribution === null || n === 0 ? null : describeMiddle(distribution, options);
  return createFinding(frameOf(query), {
    target: member.name,
    labels,
    window,
    n,
    statistic: shown?.statistic ?? "median",
    ...shown?.numbers,
    reference:
      reference === null || typeof reference === "string"
        ? null
        : {
            kind: references.kind,
            n: reference.count,
            ...(references.id === undefined ? {} : { id: references.id }),
          },
    status: decision.status,
    reason: { code: decision.code, text: describeText(memberName(member.name), decision.code, n, shown) },
    quality: qualityOf(member.series, window.firstBase, window.endBase),
    details: {
      overdispersion: known?.overdispersion ?? null,
      ...(distribution === null || n === 0 ? {} : describeCells(distribution, reference, options)),
    },
  });
}

/** The number that stands for the whole: the median, or the most frequent category's share. */
interface Middle {
  readonly statistic: "median" | "largest-share";
  readonly numbers: Pick<FindingDraft, "value" | "low" | "high" | "resolution" | "sampling">;
  readonly text: string;
}

function describeMiddle(distribution: Distribution, options: CdfBandOptions): Middle | null {
  return distribution.kind === "numeric"
    ? describeMedian(distribution, options)
    : describeLargest(distribution, options);
}

function describeMedian(
  distribution: Extract<Distribution, { kind: "numeric" }>,
  options: CdfBandOptions,
): Middle | null {
  const [median] = quantileBands(distribution, [0.5], options);
  if (median === undefined || median.kind === "undetermined") return null;
  const { low, high, resolution } = median;
  // in an open bucket a median has no middle to stand for it
  const value = finiteOrNull((resolution.low + resolution.high) / 2);
  const isBounded = Number.isFinite(low) && Number.isFinite(high);
  return {
    statistic: "median",
    numbers: {
      value,
      low,
      high,
      resolution,
      sampling: isBounded
        ? {
            low,
            high,
            level: 1 - options.alpha,
            sequential: true,
            method: "time-uniform band, rows ÷ overdispersion",
          }
        : null,
    },
    text:
      value === null
        ? "its median lies in an open bucket"
        : `its median lies between ${formatNumber(resolution.low)} and ${formatNumber(resolution.high)}`,
  };
}

function describeLargest(distribution: Distribution, options: CdfBandOptions): Middle | null {
  const { counts, count } = distribution;
  const largest = counts.indexOf(Math.max(...counts));
  const { alpha, overdispersion = 1 } = options;
  const interval = shareIntervals(counts[largest]!, count, { alpha, overdispersion })?.sequential ?? null;
  const value = counts[largest]! / count;
  return {
    statistic: "largest-share",
    numbers: {
      value,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
      sampling: interval && {
        ...interval,
        level: 1 - alpha,
        sequential: true,
        method: "beta-binomial confidence sequence, rows ÷ overdispersion",
      },
    },
    text: `${formatPercent(value)} of them are ${describeCell(distribution, largest)}`,
  };
}

function describeText(
  name: string,
  code: Finding["reason"]["code"],
  n: number,
  shown: Middle | null,
): string {
  if (code === "layout-changed")
    return `${name} cannot be shown over time: its bucket layouts share no bound.`;
  if (n === 0) return `No value of ${name} arrived in this window.`;
  return `${name} has ${formatCount(n)} rows here${shown === null ? "" : `; ${shown.text}`}.`;
}
