import { isLate, windowOf } from "../assign-window.js";
import { buildWindowedSums } from "../build-windows.js";
import { selectGroups } from "../series-selection.js";
import type { SelectedGroup } from "../series-selection.js";
import type { WindowedSums, WindowsRequest } from "../source.js";
import { FLAG_LATE, FLAG_RESET } from "../window-flags.js";
import { checkEdges } from "../windows-request.js";
import type { MemoryData } from "./memory-data.js";
import { addUp } from "./moments.js";

export function readSumWindows(data: MemoryData, request: WindowsRequest): readonly WindowedSums[] {
  checkEdges(request.edges);
  return selectGroups(data.dictionary, ["sum"], request)
    .map((group) => sumGroup(data, group, request.edges))
    .filter((group) => group.sums.some((sum) => sum !== 0));
}

/** A group's increments by window. Increments of zero leave no flag: they say nothing about the sum. */
export function sumGroup(data: MemoryData, group: SelectedGroup, edges: readonly number[]): WindowedSums {
  const values: number[][] = Array.from({ length: edges.length - 1 }, () => []);
  const flags = new Uint8Array(edges.length - 1);
  for (const series of group.members) {
    for (const increment of data.incrementsOf(series)) {
      const value = increment.values[0]!;
      const window = windowOf(edges, increment.startMs, increment.timeMs);
      if (window < 0 || value === 0) continue;
      values[window]!.push(value);
      if (increment.reset) flags[window]! |= FLAG_RESET;
      if (isLate(edges, window, increment.startMs)) flags[window]! |= FLAG_LATE;
    }
  }
  return buildWindowedSums(group.labels, addUp(values), flags);
}
