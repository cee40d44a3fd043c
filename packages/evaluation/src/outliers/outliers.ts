import type { Finding, Monitor, Query } from "@modelwatch/conventions/query";
import { membersInOrder } from "../drift/drift-rows.js";
import { readMemberReferences } from "../read/member-references.js";
import { memberMetrics, readInvalid, readMembers } from "../read/members.js";
import { modelMatchers, type ReadContext } from "../read/model-matchers.js";
import { namedMonitor } from "../read/named-monitor.js";
import { planWindows, type WindowPlan } from "../windows/plan-windows.js";
import { describeRows } from "./describe-rows.js";
import { earlierShareRow } from "./earlier-share-row.js";
import { memberRows } from "./member-rows.js";
import { createOutlierMember, type OutlierMember } from "./outlier-member.js";
import { readPositives } from "./positive-rows.js";
import { factsOf } from "./window-facts.js";
import { planHistory, type WindowHistory } from "./window-history.js";

/**
 * Are tails, categories, missing values, positives and volumes what they should be? One finding per member, window and number:
 * tails and categories beside the reference; missing values, positives and volumes beside the windows before, which are read
 * as far back as they need, whatever range is shown. Exact tests throughout, all rows of one window corrected together. A member
 * that has stopped gets a row of its own at the end.
 * @throws ModelwatchError `not-found` for an unknown monitor, whose known episodes are left out of what is expected.
 */
export async function evaluateOutliers(
  query: Query,
  context: ReadContext,
  monitors: readonly Monitor[],
): Promise<readonly Finding[]> {
  const plan = planWindows(query, query.reference);
  const history = planHistory(query, plan, namedMonitor(query, monitors));
  const members = await readOutlierMembers(query, context, plan, history);
  const positives = asksPositives(query) ? await readPositives(context, history.edges) : [];
  const rows = [
    ...members.flatMap((member) => memberRows(query, member, history)),
    ...positives.flatMap(({ target, statistic, events }) =>
      history.tested.flatMap((window) => {
        const share = { target, statistic, events, side: "both" } as const;
        const codes = { beyond: "rare-events", within: "within-tolerance" } as const;
        return earlierShareRow(query, factsOf(history, window, events.rows), { ...share, ...codes }) ?? [];
      }),
    ),
  ];
  return describeRows(query, plan, rows, new Map(members.map((member) => [member.name, member])), history);
}

function asksPositives({ subject: { target } }: Query): boolean {
  return target.kind === "inputs" || target.kind === "prediction";
}

async function readOutlierMembers(
  query: Query,
  context: ReadContext,
  plan: WindowPlan,
  history: WindowHistory,
): Promise<OutlierMember[]> {
  const metrics = memberMetrics(query.subject.target);
  const matchers = modelMatchers(query.subject);
  const current = await readMembers(context, metrics, matchers, history.edges);
  const isMoving = query.reference.kind === "previous" || query.reference.kind === "season";
  const base = isMoving ? await readMembers(context, metrics, matchers, plan.baseEdges) : current;
  const references = await readMemberReferences(context, query, metrics, plan, base);
  const invalid =
    query.subject.target.kind === "metric"
      ? new Map<string, []>()
      : await readInvalid(context, query.subject.target, matchers, history.edges);
  const names = [...new Set([...current.keys(), ...references.members, ...invalid.keys()])].sort(
    membersInOrder,
  );
  const windows = history.edges.length - 1;
  return names.map((name) =>
    createOutlierMember(name, current.get(name) ?? [], invalid.get(name) ?? [], references, windows),
  );
}
