import { buildWindowedSums } from "../build-windows.js";
import { selectGroups } from "../series-selection.js";
import type { WindowedSums, WindowsRequest } from "../source.js";
import { FLAG_LATE, FLAG_RESET } from "../window-flags.js";
import { checkAnswerSize, checkEdges } from "../windows-request.js";
import { NUMBER_INCREMENTS } from "./increments.js";
import { toNumberLists } from "./members.js";
import type { StoreSnapshot } from "./reader.js";

/** Added in ascending order: floating-point sums then do not depend on threads or on the order of arrival. */
const SUMS = `${NUMBER_INCREMENTS}
  SELECT element, window_index, sum(value ORDER BY value), bool_or(reset), bool_or(late)
  FROM landed GROUP BY element, window_index`;

export async function readSumWindows(
  store: StoreSnapshot,
  request: WindowsRequest,
): Promise<readonly WindowedSums[]> {
  checkEdges(request.edges);
  const groups = selectGroups(store.dictionary, ["sum"], request);
  if (groups.length === 0) return [];
  const windows = request.edges.length - 1;
  checkAnswerSize(groups.length * windows);
  const members = groups.flatMap((group, element) => group.members.map((series) => ({ series, element })));
  const rows = await store.query(SUMS, toNumberLists(members, request.edges));
  const answers = groups.map(({ labels }) => ({
    labels,
    sums: new Float64Array(windows),
    flags: new Uint8Array(windows),
  }));
  const [element, window, sum, reset, late] = rows;
  for (let i = 0; i < element!.length; i++) {
    const answer = answers[element![i]!]!;
    answer.sums[window![i]!] = sum![i]!;
    answer.flags[window![i]!] = reset![i]! * FLAG_RESET + late![i]! * FLAG_LATE;
  }
  return answers
    .filter(({ sums }) => sums.some((value) => value !== 0))
    .map(({ labels, sums, flags }) => buildWindowedSums(labels, sums, flags));
}
