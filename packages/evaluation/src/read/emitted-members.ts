import type { Query } from "@modelwatch/conventions/query";
import type { ReferenceSeries } from "@modelwatch/sources";
import type { WindowPlan } from "../windows/plan-windows.js";
import { readEmittedReference } from "./emitted-references.js";
import type { MemberReferences } from "./member-references.js";
import { collectMembers, type MemberMetric, type MemberSeries } from "./members.js";
import type { ReadContext } from "./model-matchers.js";
import { sumSeries } from "./series-matrix.js";

/** The emitted reference of every member; none where several ids are emitted and none is named. */
export async function readEmittedMembers(
  context: ReadContext,
  reference: Query["reference"],
  metrics: readonly MemberMetric[],
  plan: Pick<WindowPlan, "baseEdges">,
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
    of: ofWholeSeries(members),
    ...(members.size === 0 ? { missing } : {}),
  };
}

/** One distribution per member, the same object for every window. */
function ofWholeSeries(series: MemberSeries): MemberReferences["of"] {
  const sums = new Map([...series].map(([member, own]) => [member, sumSeries(own, 0, 1)]));
  return (member) => sums.get(member) ?? null;
}
