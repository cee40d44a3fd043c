import { isLate, windowOf } from "../assign-window.js";
import { buildWindowedSeries } from "../build-windows.js";
import type { ExactMoments } from "../build-windows.js";
import { planSquares, planSums } from "../moments.js";
import type { Series } from "../series-dictionary.js";
import { selectGroups, splitByLayout } from "../series-selection.js";
import type { HistogramWindowsRequest, WindowedSeries } from "../source.js";
import { FLAG_LATE, FLAG_RESET } from "../window-flags.js";
import { checkAnswerSize, checkEdges } from "../windows-request.js";
import type { MemoryData } from "./memory-data.js";
import { sumsByPlan, sumsOfCounters } from "./moments.js";

/** One bucket layout of one group: its counts, and the series that counted something in the range. */
interface LayoutCounts {
  readonly bounds: readonly number[];
  readonly counts: Float64Array;
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
  for (const group of selectGroups(data.dictionary, "histogram", request)) {
    const layouts = splitByLayout(group.members)
      .map((layout) => countLayout(data, layout.bounds, layout.members, request.edges))
      .filter((layout) => layout.members.length > 0);
    for (const layout of layouts) {
      checkAnswerSize((cells += layout.counts.length));
      const others = layouts.filter((other) => other !== layout).flatMap((other) => other.members);
      const moments = readMoments(data, request, layout.members, others);
      const numeric = { kind: "numeric", bounds: Float64Array.from(layout.bounds) } as const;
      answer.push(buildWindowedSeries(group.labels, numeric, layout.counts, layout.flags, moments));
    }
  }
  return answer;
}

function countLayout(
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
      if (increment.reset) flags[window]! |= FLAG_RESET;
      if (isLate(edges, window, increment.startMs)) flags[window]! |= FLAG_LATE;
    }
    return any;
  });
  return { bounds, counts, flags, members: counted };
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
