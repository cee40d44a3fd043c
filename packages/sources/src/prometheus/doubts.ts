import type { WindowQuality } from "@modelwatch/conventions/query";
import { labelsKey } from "../labels.js";
import { readIncrements } from "./increments.js";
import { selector } from "./promql.js";
import { countsExactly } from "./server-abilities.js";
import type { PrometheusContext } from "./context.js";
import type { Evidence } from "./evidence.js";
import type { Grouping } from "./grouping.js";
import type { Increments } from "./increments.js";
import type { LabelMatcher } from "./promql.js";

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

export interface DoubtsQuestion {
  readonly name: string;
  readonly matchers: readonly LabelMatcher[];
  readonly grouping: Grouping;
  readonly edges: readonly number[];
  /** The `le` whose series stands for its histogram. */
  readonly bucket?: string;
  readonly native?: boolean;
}

/** The doubts about each group, by its key. Of a classic histogram one series is read; extrapolated counts are doubted anyway. */
export async function readDoubts(
  context: PrometheusContext,
  question: DoubtsQuestion,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Doubts>> {
  const { increments } = await context.abilities(signal);
  const asked = countsExactly(increments) ? KINDS : KINDS.filter(({ operation }) => operation === "resets");
  const since = firstWithin(question.edges, context.settings.lookBackMs);
  const answers = await Promise.all(asked.map((kind) => ask(context, question, kind, signal)));
  const found = new Map<string, Doubts>();
  for (const [i, { note }] of asked.entries()) {
    for (const { labels, values } of answers[i] ?? []) {
      const key = labelsKey(question.grouping.groupOf(labels));
      const doubts = found.get(key) ?? createDoubts(question.edges.length - 1);
      found.set(key, doubts);
      values.forEach((value, index) => {
        if (value > 0) note(doubts, index, value, since(index));
      });
    }
  }
  return found;
}

interface Kind {
  readonly operation: "resets" | Evidence;
  readonly note: (doubts: Doubts, index: number, value: number, since: number) => void;
}

const KINDS: readonly Kind[] = [
  { operation: "resets", note: ({ reset }, window) => (reset[window] = 1) },
  { operation: "moved", note: ({ moved }, edge, value) => (moved[edge]! += value) },
  { operation: "unanchored", note: addBackwards },
  { operation: "unfinished", note: ({ missing }, window, value) => (missing[window]! += value) },
];

/**
 * What a series had when it appeared was counted before, in a window that it may not be known in at all: as far back as a
 * series is remembered.
 */
function addBackwards({ missing }: Doubts, window: number, value: number, since: number): void {
  for (let i = since; i <= window; i++) missing[i]! += value;
}

/** For a window, the first one that ends less than `lookBackMs` before its start. */
function firstWithin(edges: readonly number[], lookBackMs: number): (window: number) => number {
  return (window) => {
    let first = window;
    while (first > 0 && edges[first]! > edges[window]! - lookBackMs) first--;
    return first;
  };
}

function ask(
  context: PrometheusContext,
  { name, matchers, grouping, edges, bucket, native = false }: DoubtsQuestion,
  { operation }: Kind,
  signal: AbortSignal | undefined,
): Promise<readonly Increments[]> {
  const own: readonly LabelMatcher[] =
    bucket === undefined ? [] : [{ label: "le", operator: "=", value: bucket }];
  const series = selector([name], [...matchers, ...own]);
  const over = operation === "moved" ? endingAt(edges) : edges;
  return readIncrements(
    context,
    { operation, series, native, by: grouping.storedLabels, edges: over },
    signal,
  );
}

/** Windows that end at the edges of the windows asked for, the first edge included. */
function endingAt(edges: readonly number[]): readonly number[] {
  return [2 * edges[0]! - edges[1]!, ...edges];
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
