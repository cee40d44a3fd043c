import type { Query } from "@modelwatch/conventions/query";
import type { WindowedSeries } from "@modelwatch/sources";
import type { WindowPlan } from "../windows/plan-windows.js";
import type { BaseRange } from "../windows/reference-windows.js";
import type { MemberReferences, ReferenceAnswer } from "./member-references.js";
import { readMembers, type MemberMetric } from "./members.js";
import { modelMatchers, type ReadContext } from "./model-matchers.js";
import { sumRanges } from "./series-matrix.js";

type RangeReference = Extract<Query["reference"], { kind: "range" }>;

/**
 * A fixed time range of the same series. A tested window that lies inside it is left out of its own reference: the range is
 * read in pieces cut at the windows' edges.
 */
export async function readRangeMembers(
  context: ReadContext,
  reference: RangeReference,
  metrics: readonly MemberMetric[],
  plan: WindowPlan,
): Promise<MemberReferences> {
  const fromMs = Date.parse(reference.from);
  const toMs = Date.parse(reference.to);
  const inside = plan.windows.flatMap((window) => [window.fromMs, window.toMs]);
  const edges = [...new Set([fromMs, toMs, ...inside.filter((edge) => edge > fromMs && edge < toMs)])];
  edges.sort((a, b) => a - b);
  const series = await readMembers(context, metrics, modelMatchers(context.subject), edges);
  const whole = new Map([...series].map(([member, own]) => [member, sumPieces(own, edges)]));
  return {
    kind: "range",
    members: [...series.keys()],
    of(member, window) {
      const overlaps = window.fromMs < toMs && window.toMs > fromMs;
      if (!overlaps) return whole.get(member) ?? null;
      return sumPieces(series.get(member) ?? [], edges, window);
    },
  };
}

function sumPieces(
  series: readonly WindowedSeries[],
  edges: readonly number[],
  without?: { readonly fromMs: number; readonly toMs: number },
): ReferenceAnswer {
  const pieces: BaseRange[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const isTested = without !== undefined && edges[i]! < without.toMs && edges[i + 1]! > without.fromMs;
    if (!isTested) pieces.push({ from: i, to: i + 1 });
  }
  return pieces.length === 0 ? "reference-overlaps" : sumRanges(series, pieces);
}
