import type { Query } from "@modelwatch/conventions/query";
import type { Distribution } from "@modelwatch/statistics";
import type { PlannedWindow, WindowPlan } from "../windows/plan-windows.js";
import { createSeasonBases, previousBases, type BaseRange } from "../windows/reference-windows.js";
import { readEmittedMembers } from "./emitted-members.js";
import { readMembers, type MemberMetric, type MemberSeries } from "./members.js";
import { modelMatchers, type ReadContext } from "./model-matchers.js";
import { otherGroup, type GroupReference } from "./other-group.js";
import { readRangeMembers } from "./range-members.js";
import { sumRanges, sumSeries } from "./series-matrix.js";
import { uploadedMembers } from "./uploaded-members.js";

/** A distribution to compare with, or why there is none. `reference-overlaps`: the reference lies inside the tested window. */
export type ReferenceAnswer = Distribution | "layout-changed" | "reference-overlaps" | null;

/** What each window of each member is compared with. The tested window is never part of it. */
export interface MemberReferences {
  readonly kind: Query["reference"]["kind"];
  readonly id?: string;
  /** Members that the reference knows. */
  readonly members: readonly string[];
  /** Null where there is nothing to compare with. The same object for every window where the reference does not move. */
  of(member: string, window: PlannedWindow): ReferenceAnswer;
  /** Why there is nothing, for people; absent where members are known. */
  readonly missing?: string;
}

/**
 * The reference of a query over its planned windows. `current`: the members' own base windows, which moving references
 * (the window before, the season) are cut from: plan the windows with the reference, so that they reach back far enough.
 */
export async function readMemberReferences(
  context: ReadContext,
  query: Pick<Query, "reference" | "window">,
  metrics: readonly MemberMetric[],
  plan: WindowPlan,
  current: MemberSeries,
): Promise<MemberReferences> {
  const { reference } = query;
  if (reference.kind === "emitted") return readEmittedMembers(context, reference, metrics, plan);
  if (reference.kind === "range") return readRangeMembers(context, reference, metrics, plan);
  if (reference.kind === "distribution") return uploadedMembers(reference, metrics);
  if (reference.kind === "season") {
    return fromBases("season", current, createSeasonBases(plan, reference.weeks));
  }
  if (reference.kind === "previous") {
    return fromBases("previous", current, (window) => previousBases(plan, query.window.width, window));
  }
  return readOtherGroup(context, reference, metrics, plan);
}

/** Whether a reference was fitted, and so names every category that its model knows: windows name those that occurred. */
export function namesAllCategories({ kind }: Query["reference"]): boolean {
  return kind === "emitted" || kind === "distribution";
}

async function readOtherGroup(
  context: ReadContext,
  reference: GroupReference,
  metrics: readonly MemberMetric[],
  plan: WindowPlan,
): Promise<MemberReferences> {
  const group = otherGroup(context.subject, reference);
  const series = await readMembers(context, metrics, modelMatchers(group), plan.baseEdges);
  return {
    kind: reference.kind,
    members: [...series.keys()],
    of: (member, { firstBase, endBase }) => sumSeries(series.get(member) ?? [], firstBase, endBase),
  };
}

function fromBases(
  kind: "previous" | "season",
  current: MemberSeries,
  basesOf: (window: PlannedWindow) => readonly BaseRange[],
): MemberReferences {
  return {
    kind,
    members: [...current.keys()],
    of: (member, window) => sumRanges(current.get(member) ?? [], basesOf(window)),
  };
}
