import type { Monitor, Query } from "@modelwatch/conventions/query";
import type { WindowedSums } from "@modelwatch/sources";
import {
  readMemberReferences,
  type MemberReferences,
  type ReferenceAnswer,
} from "../read/member-references.js";
import { memberMetrics, readInvalid, readMembers, type MemberSeries } from "../read/members.js";
import { modelMatchers, type ReadContext } from "../read/model-matchers.js";
import { otherGroup, withoutReference } from "../read/other-group.js";
import { readArrivals, type OutcomeWindows } from "../read/outcomes.js";
import { readReferenceOutcomes, type ReferenceOutcomes } from "../read/reference-outcomes.js";
import { membersInOrder } from "../drift/drift-rows.js";
import type { PlannedWindow, WindowPlan } from "../windows/plan-windows.js";
import type { Stretch } from "./stretches.js";

/** Everything that the store knows about one stretch of a monitor. */
export interface StretchData {
  readonly stretch: Stretch;
  /** Members that take part, the score first. */
  readonly names: readonly string[];
  readonly current: MemberSeries;
  /** The other arm or version over the same windows, where the monitor compares with one. */
  readonly against: MemberSeries | null;
  readonly references: MemberReferences;
  /** The one distribution that a member is compared with; null where the reference moves with the windows. */
  referenceOf(name: string): ReferenceAnswer;
  readonly outcomes: OutcomeWindows;
  readonly referenceOutcomes: ReferenceOutcomes | null;
  readonly invalid: ReadonlyMap<string, readonly WindowedSums[]>;
}

const INPUTS = { kind: "inputs" } as const;

/** What a monitor is about, all its versions. */
export function subjectOf({ model, modelVersion }: Monitor): Query["subject"] {
  return { model, ...(modelVersion === undefined ? {} : { modelVersion }), target: INPUTS, matchers: [] };
}

/** Reads one stretch. `severalVersions`: each version then has the emitted reference that carries its name. */
export async function readStretch(
  monitor: Monitor,
  stretch: Stretch,
  context: ReadContext,
  severalVersions: boolean,
): Promise<StretchData> {
  const { reference } = monitor;
  const { edges } = stretch.windows;
  const { subject } = context;
  const metrics = memberMetrics(INPUTS);
  const matchers = modelMatchers(withoutReference(subject, reference));
  const current = await readMembers(context, metrics, matchers, edges);
  const group =
    reference.kind === "arm" || reference.kind === "version" ? otherGroup(subject, reference) : null;
  const against = group && (await readMembers(context, metrics, modelMatchers(group), edges));
  const ofVersion =
    severalVersions && stretch.version !== undefined
      ? { ...context, subject: { ...subject, modelVersion: stretch.version } }
      : context;
  const range = { fromMs: edges[0]!, toMs: edges[edges.length - 1]! };
  const references = isFixed(reference)
    ? await readMemberReferences(ofVersion, monitor, metrics, withoutWindows(edges, monitor), current)
    : { kind: reference.kind, members: [...(against ?? current).keys()], of: () => null };
  const names = [...new Set([...references.members, ...current.keys()])];
  return {
    stretch,
    names: names.filter((name) => !isIgnored(monitor, name)).sort(membersInOrder),
    current,
    against,
    references,
    referenceOf: (name) => references.of(name, NO_WINDOW),
    outcomes: await readArrivals(context, edges),
    referenceOutcomes: await readReferenceOutcomes(ofVersion, reference, range),
    invalid: await readInvalid(context, INPUTS, matchers, edges),
  };
}

function isIgnored(monitor: Monitor, member: string): boolean {
  return monitor.ignoredFeatures.some((feature) => member === `feature:${feature}`);
}

/** A reference that is the same for all windows. */
export function isFixed({ kind }: Monitor["reference"]): boolean {
  return kind === "emitted" || kind === "range" || kind === "distribution";
}

/** A fixed reference is read whole: no window of the monitor is cut out of it. */
const NO_WINDOW: PlannedWindow = { fromMs: Infinity, toMs: Infinity, firstBase: 0, endBase: 0 };

function withoutWindows(baseEdges: readonly number[], { window }: Monitor): WindowPlan {
  return { timeZone: window.timeZone, windows: [], baseEdges, baseWidth: "1d", sliding: false };
}
