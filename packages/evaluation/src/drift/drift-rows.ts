import type { Query } from "@modelwatch/conventions/query";
import { compareText } from "../read/series-matrix.js";
import { memberMetrics, readInvalid, readMembers, type MemberMetric } from "../read/members.js";
import {
  namesAllCategories,
  readMemberReferences,
  type MemberReferences,
} from "../read/member-references.js";
import { modelMatchers, type ReadContext } from "../read/model-matchers.js";
import { withoutReference } from "../read/other-group.js";
import { listSlices, type Slice } from "../read/strata.js";
import type { WindowPlan } from "../windows/plan-windows.js";
import { createSpread, type DriftMember } from "./compare-window.js";

/** One member of one slice over all windows. */
export interface DriftRow {
  readonly labels: Slice["labels"];
  readonly member: DriftMember;
  readonly references: MemberReferences;
}

/**
 * Every member overall, then by each stratum that its metric carries. Members that only the reference knows are there too: one
 * that does not report is missing, not absent.
 */
export async function readDriftRows(
  query: Query,
  context: ReadContext,
  plan: WindowPlan,
): Promise<DriftRow[]> {
  const metrics = memberMetrics(query.subject.target);
  const rows = await readSlice(query, context, plan, metrics, { labels: {}, matchers: [] });
  if (query.strata.length === 0) return rows;
  const range = { fromMs: plan.windows[0]!.fromMs, toMs: plan.windows[plan.windows.length - 1]!.toMs };
  for (const metric of metrics) {
    const [, ...strata] = await listSlices(context, metric.metric, query.strata, range);
    for (const slice of strata) rows.push(...(await readSlice(query, context, plan, [metric], slice)));
  }
  return rows;
}

/** The score first, then features by name. */
export function membersInOrder(a: string, b: string): number {
  return Number(b === "prediction") - Number(a === "prediction") || compareText(a, b);
}

async function readSlice(
  query: Query,
  context: ReadContext,
  plan: WindowPlan,
  metrics: readonly MemberMetric[],
  slice: Slice,
): Promise<DriftRow[]> {
  const isWhole = slice.matchers.length === 0;
  const subject = { ...context.subject, matchers: [...context.subject.matchers, ...slice.matchers] };
  const own = { ...context, subject };
  const matchers = modelMatchers(withoutReference(subject, query.reference));
  const current = await readMembers(own, metrics, matchers, plan.baseEdges);
  const references =
    carriesStrata(query.reference) || isWhole
      ? await readMemberReferences(own, query, metrics, plan, current)
      : noReferenceOfStratum(query.reference.kind);
  const invalid = isWhole
    ? await readInvalid(own, query.subject.target, matchers, plan.baseEdges)
    : new Map<string, []>();
  const names = [...new Set([...current.keys(), ...references.members])].sort(membersInOrder);
  const isComplete = namesAllCategories(query.reference);
  return names.map((name) => {
    const series = current.get(name) ?? [];
    const member = {
      name,
      series,
      invalid: invalid.get(name) ?? [],
      spreadFrom: createSpread(series, plan, { isComplete }),
    };
    return { labels: slice.labels, member, references };
  });
}

function carriesStrata({ kind }: Query["reference"]): boolean {
  return kind !== "emitted" && kind !== "distribution";
}

function noReferenceOfStratum(kind: MemberReferences["kind"]): MemberReferences {
  const missing =
    "this reference holds no strata of its own: compare strata with a time range, the window before or the season";
  return { kind, members: [], of: () => null, missing };
}
