import { isLate, windowOf } from "../assign-window.js";
import { buildWindowedSeries } from "../build-windows.js";
import type { ExactMoments } from "../build-windows.js";
import { ExponentialWindows } from "../exponential-windows.js";
import type { CountMatrix } from "../exponential-windows.js";
import { planSquares, planSums } from "../moments.js";
import { HISTOGRAM_KINDS } from "../series-dictionary.js";
import type { Series } from "../series-dictionary.js";
import { selectGroups, splitByLayout } from "../series-selection.js";
import type { HistogramWindowsRequest, WindowedSeries } from "../source.js";
import { FLAG_LATE, FLAG_RESET } from "../window-flags.js";
import { checkAnswerSize, checkEdges } from "../windows-request.js";
import type { Increment } from "./increments.js";
import type { MemoryData } from "./memory-data.js";
import { sumsByPlan, sumsOfCounters } from "./moments.js";

/** One bucket layout of one group: its counts, and the series that counted something in the range. */
interface LayoutCounts extends CountMatrix {
  readonly flags: Uint8Array;
  readonly members: readonly Series[];
}

export function readHistogramWindows(
  data: MemoryData,
  request: HistogramWindowsRequest,
): readonly WindowedSeries[] {
  checkEdges(request.edges);
  const answer: WindowedSeries[] = [];
  let cells = 0;
  for (const group of selectGroups(data.dictionary, HISTOGRAM_KINDS, request)) {
    const layouts = splitByLayout(group.members)
      .map(({ bounds, members }) =>
        bounds === undefined
          ? countExponential(data, members, request.edges)
          : countExplicit(data, bounds, members, request.edges),
      )
      .filter((layout) => layout.members.length > 0);
    for (const layout of layouts) {
      checkAnswerSize((cells += layout.counts.length));
      const others = layouts.filter((other) => other !== layout).flatMap((other) => other.members);
      const moments = readMoments(data, request, layout.members, others);
      const numeric = { kind: "numeric", bounds: layout.bounds } as const;
      answer.push(buildWindowedSeries(group.labels, numeric, layout.counts, layout.flags, moments));
    }
  }
  return answer;
}

function countExplicit(
  data: MemoryData,
  bounds: readonly number[],
  members: readonly Series[],
  edges: readonly number[],
): LayoutCounts {
  const cells = bounds.length + 1;
  checkAnswerSize((edges.length - 1) * cells);
  const counts = new Float64Array((edges.length - 1) * cells);
  const flags = new Uint8Array(edges.length - 1);
  const counted = members.filter((series) => {
    let any = false;
    for (const increment of data.incrementsOf(series)) {
      const window = windowOf(edges, increment.startMs, increment.timeMs);
      if (window < 0 || increment.values.every((count) => count === 0)) continue;
      any = true;
      increment.values.forEach((count, cell) => (counts[window * cells + cell]! += count));
      flags[window]! |= flagsOf(increment, edges, window);
    }
    return any;
  });
  return { bounds: Float64Array.from(bounds), counts, flags, members: counted };
}

function countExponential(
  data: MemoryData,
  members: readonly Series[],
  edges: readonly number[],
): LayoutCounts {
  const windows = new ExponentialWindows(edges.length - 1);
  const flags = new Uint8Array(edges.length - 1);
  const counted = members.filter((series) => {
    let any = false;
    for (const increment of data.exponentialIncrementsOf(series)) {
      const { scale, cells, counts } = increment.values;
      const window = windowOf(edges, increment.startMs, increment.timeMs);
      if (window < 0 || cells.length === 0) continue;
      any = true;
      cells.forEach((cell, i) => windows.add(window, scale, cell, counts[i]!));
      flags[window]! |= flagsOf(increment, edges, window);
    }
    return any;
  });
  return { ...windows.toMatrix(), flags, members: counted };
}

function flagsOf<V>(increment: Increment<V>, edges: readonly number[], window: number): number {
  return (increment.reset ? FLAG_RESET : 0) | (isLate(edges, window, increment.startMs) ? FLAG_LATE : 0);
}

function readMoments(
  data: MemoryData,
  request: HistogramWindowsRequest,
  members: readonly Series[],
  others: readonly Series[],
): ExactMoments {
  const otherKeys = new Set(others.map((series) => series.labelsKey));
  const sumPlan = planSums(data.dictionary, members, otherKeys);
  const sums = sumPlan && sumsByPlan(data, sumPlan, request.edges);
  const squares = request.squares === true ? planSquares(data.dictionary, members, otherKeys) : undefined;
  return {
    ...(sums && { sums }),
    ...(squares && { sumsOfSquares: sumsOfCounters(data, squares, request.edges) }),
  };
}
