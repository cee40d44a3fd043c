import type { WindowQuality } from "@modelwatch/conventions/query";
import { labelsKey } from "../labels.js";
import { endingAt, readEvidence } from "./read-evidence.js";
import { countsExactly } from "./server-abilities.js";
import { readEdges, toStretches } from "./suspects.js";
import type { Labels } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { DoubtsOperation, EvidenceQuestion } from "./read-evidence.js";
import type { Stretch } from "./suspects.js";

/**
 * The largest part of a window's values that may have been moved over its edges, or be missing, in a window that is called
 * exact. A moved value takes part in χ² with weight one: 2 % distort it by 0.02 for each degree of freedom.
 */
const TOLERATED_SHARE = 0.02;

/** What speaks against the counts of a group's windows. */
export interface Doubts {
  /** Windows in which a counter of the group restarted. */
  readonly reset: Uint8Array;
  /** By edge, one more than windows: values that were counted before it and exported after. */
  readonly moved: Float64Array;
  /** By window: values of unknown time, and values that a series may have counted after its last export. */
  readonly missing: Float64Array;
}

export function createDoubts(windows: number): Doubts {
  return {
    reset: new Uint8Array(windows),
    moved: new Float64Array(windows + 1),
    missing: new Float64Array(windows),
  };
}

/** What speaks against several groups taken together: at least one, all with the same windows. */
export function addDoubts(all: readonly Doubts[]): Doubts {
  const sum = createDoubts(all[0]?.reset.length ?? 0);
  for (const { reset, moved, missing } of all) {
    reset.forEach((hit, window) => (sum.reset[window]! |= hit));
    moved.forEach((values, edge) => (sum.moved[edge]! += values));
    missing.forEach((values, window) => (sum.missing[window]! += values));
  }
  return sum;
}

export interface DoubtsQuestion extends EvidenceQuestion {
  readonly edges: readonly number[];
  /** What was counted, by the group's key: windows that it explains are not looked into. All are, without. */
  readonly totals?: ReadonlyMap<string, Float64Array>;
}

/**
 * The doubts about each group, by its key. Of a classic histogram one series is read; extrapolated counts are doubted anyway.
 *
 * What a series did at its start and end, and how often it restarted, is asked only for windows in which something speaks for
 * it: on a quiet day that is none, and such a question costs as much as a tenth of the counts themselves.
 */
export async function readDoubts(
  context: PrometheusContext,
  question: DoubtsQuestion,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Doubts>> {
  const { increments } = await context.abilities(signal);
  const windows = question.edges.length - 1;
  const { lookBackMs } = context.settings;
  const found = new Map<string, Doubts>();
  // stored increments have no base to miss and no restarts
  if (increments === "summed") return found;
  const doubtsOf = (labels: Labels): Doubts => {
    const key = labelsKey(question.grouping.groupOf(labels));
    const doubts = found.get(key) ?? createDoubts(windows);
    found.set(key, doubts);
    return doubts;
  };
  const note = async (operation: DoubtsOperation, { from, to }: Stretch, add: AddDoubt): Promise<void> => {
    const edges = question.edges.slice(from, to + 1);
    for (const { labels, values } of await readEvidence(context, question, operation, edges, signal)) {
      const doubts = doubtsOf(labels);
      values.forEach((value, index) => {
        if (value > 0) add(doubts, from + index, value);
      });
    }
  };
  const all = { from: 0, to: windows };
  if (!countsExactly(increments)) {
    await note("resets", all, addReset);
    return found;
  }
  const since = firstWithin(question.edges, lookBackMs);
  const noteStretch = (stretch: Stretch): Promise<unknown> =>
    Promise.all([
      note("resets", stretch, addReset),
      note("unanchored", stretch, (doubts, window, value) =>
        addBackwards(doubts, since(window), window, value),
      ),
      note("unfinished", stretch, ({ missing }, window, value) => (missing[window]! += value)),
    ]);
  if (increments === "anchored" && question.totals !== undefined) {
    const { moved, suspects } = await readEdges(context, question, question.totals, signal);
    for (const { labels, values } of moved) doubtsOf(labels).moved.set(values);
    await Promise.all(toStretches(suspects).map(noteStretch));
  } else {
    const edges = endingAt(question.edges);
    for (const { labels, values } of await readEvidence(context, question, "moved", edges, signal))
      doubtsOf(labels).moved.set(values.map((value) => (Number.isNaN(value) ? 0 : value)));
    await noteStretch(all);
  }
  return found;
}

type AddDoubt = (doubts: Doubts, index: number, value: number) => void;

function addReset({ reset }: Doubts, window: number): void {
  reset[window] = 1;
}

/**
 * What a series had when it appeared was counted before, in a window that it may not be known in at all: as far back as a
 * series is remembered.
 */
function addBackwards({ missing }: Doubts, first: number, window: number, value: number): void {
  for (let i = first; i <= window; i++) missing[i]! += value;
}

/** For a window, the first one that ends less than `lookBackMs` before its start. */
function firstWithin(edges: readonly number[], lookBackMs: number): (window: number) => number {
  return (window) => {
    let first = window;
    while (first > 0 && edges[first]! > edges[window]! - lookBackMs) first--;
    return first;
  };
}

/** The windows of a group in words. `totals`: what was counted in each. */
export function toQualities(
  reported: Uint8Array,
  totals: Float64Array,
  doubts: Doubts,
  extrapolated: boolean,
): readonly (readonly WindowQuality[])[] {
  return Array.from(reported, (isReported, window): readonly WindowQuality[] => {
    if (isReported === 0) return ["gap"];
    const tolerated = TOLERATED_SHARE * totals[window]!;
    const missing = doubts.missing[window]!;
    const moved = doubts.moved[window]! + doubts.moved[window + 1]!;
    const isDoubtful = missing + moved > tolerated;
    const flags: WindowQuality[] = [];
    if (extrapolated) flags.push("extrapolated");
    if (isDoubtful && 2 * missing > tolerated) flags.push("incomplete");
    if (isDoubtful && 2 * moved > tolerated) flags.push("late");
    if (doubts.reset[window] === 1) flags.push("reset");
    return flags.length > 0 ? flags : ["exact"];
  });
}
