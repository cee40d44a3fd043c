import { ATTR_ARM } from "@modelwatch/conventions";
import type { Query } from "@modelwatch/conventions/query";
import type { ReferenceSeries } from "@modelwatch/sources";
import type { Distribution } from "@modelwatch/statistics";
import type { WindowPlan } from "../windows/plan-windows.js";
import { readEmittedReference } from "./emitted-references.js";
import { collectMembers, readMembers, type MemberMetric, type MemberSeries } from "./members.js";
import { equals, modelMatchers, type ReadContext } from "./model-matchers.js";
import { sumSeries } from "./series-matrix.js";

/** What each window of each member is compared with. */
export interface MemberReferences {
  readonly kind: Query["reference"]["kind"];
  readonly id?: string;
  /** Members that the reference knows. */
  readonly members: readonly string[];
  /** Null where there is nothing to compare with. */
  of(member: string, window: number): Distribution | "layout-changed" | null;
  /** Why there is nothing, for people; absent where members are known. */
  readonly missing?: string;
}

/** The reference of a query over its planned windows. */
export async function readMemberReferences(
  context: ReadContext,
  reference: Query["reference"],
  metrics: readonly MemberMetric[],
  plan: WindowPlan,
  current: MemberSeries,
): Promise<MemberReferences> {
  const { kind } = reference;
  if (kind === "emitted") return readEmitted(context, reference, metrics, plan);
  if (kind === "range") {
    const edges = [Date.parse(reference.from), Date.parse(reference.to)];
    const series = await readMembers(context, metrics, modelMatchers(context.subject), edges);
    return { kind, members: [...series.keys()], of: fixed(series) };
  }
  if (kind === "previous") {
    const of = (member: string, window: number) => sumBase(current, member, plan, window - 1);
    return { kind, members: [...current.keys()], of };
  }
  if (kind === "season" || kind === "distribution") return { kind, members: [], of: () => null };
  const matchers =
    kind === "version"
      ? modelMatchers(context.subject, reference.modelVersion)
      : [...modelMatchers(context.subject), equals(ATTR_ARM, reference.arm)];
  const series = await readMembers(context, metrics, matchers, plan.baseEdges);
  const of = (member: string, window: number) => sumBase(series, member, plan, window);
  return { kind, members: [...series.keys()], of };
}

async function readEmitted(
  context: ReadContext,
  reference: Query["reference"],
  metrics: readonly MemberMetric[],
  plan: WindowPlan,
): Promise<MemberReferences> {
  const range = { fromMs: plan.baseEdges[0]!, toMs: plan.baseEdges[plan.baseEdges.length - 1]! };
  const members = new Map<string, ReferenceSeries[]>();
  const ids = new Set<string>();
  let missing = "no reference series is emitted for this model";
  for (const metric of metrics) {
    const found = await readEmittedReference(context, reference, range, {
      metric: metric.metric,
      matchers: metric.matchers,
      groupBy: metric.memberAttribute === undefined ? [] : [metric.memberAttribute],
      ...(metric.categoryAttribute === undefined ? {} : { categoryAttribute: metric.categoryAttribute }),
    });
    if (found.kind === "ambiguous") {
      missing = `${found.ids.length} references are emitted (${found.ids.slice(0, 3).join(", ")}): name one by its id`;
    }
    if (found.kind !== "found") continue;
    ids.add(found.id);
    collectMembers(members, metric, found.series);
  }
  const [id] = ids;
  return {
    kind: "emitted",
    ...(ids.size === 1 && id !== undefined && id !== "" ? { id } : {}),
    members: [...members.keys()],
    of: fixed(members),
    ...(members.size === 0 ? { missing } : {}),
  };
}

/** One distribution per member, the same object for every window. */
function fixed(series: MemberSeries): MemberReferences["of"] {
  const sums = new Map([...series].map(([member, own]) => [member, sumSeries(own, 0, 1)]));
  return (member) => sums.get(member) ?? null;
}

function sumBase(series: MemberSeries, member: string, plan: WindowPlan, index: number) {
  const window = plan.windows[index];
  if (window === undefined) return null;
  return sumSeries(series.get(member) ?? [], window.firstBase, window.endBase);
}
