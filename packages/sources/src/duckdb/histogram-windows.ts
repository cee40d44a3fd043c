import { buildWindowedSeries } from "../build-windows.js";
import { planSquares, planSums } from "../moments.js";
import type { SumPlan } from "../moments.js";
import type { Series } from "../series-dictionary.js";
import { selectGroups, splitByLayout } from "../series-selection.js";
import type { HistogramWindowsRequest, Labels, WindowedSeries } from "../source.js";
import { FLAG_LATE, FLAG_RESET } from "../window-flags.js";
import { checkAnswerSize, checkEdges } from "../windows-request.js";
import { HISTOGRAM_INCREMENTS } from "./increments.js";
import { toMemberLists } from "./members.js";
import { sumsByPlan, sumsOfCounters } from "./moments.js";
import type { QueryLists, StoreSnapshot } from "./reader.js";

const CELLS = `${HISTOGRAM_INCREMENTS}
  SELECT element, window_index, cell, sum(count)
  FROM (SELECT element, window_index, unnest(cells) AS cell, unnest(counts) AS count FROM landed)
  GROUP BY element, window_index, cell`;

/** For each window its flags (series −1), for each series whether a sum is missing (window −1). */
const FACTS = `${HISTOGRAM_INCREMENTS}
  SELECT element, coalesce(window_index, -1), coalesce(series, -1), bool_or(reset), bool_or(late), bool_or(sum IS NULL)
  FROM landed GROUP BY GROUPING SETS ((element, window_index), (element, series))`;

/** One bucket layout of one group. */
interface Element {
  readonly group: number;
  readonly labels: Labels;
  readonly bounds: readonly number[];
  readonly counts: Float64Array;
  readonly flags: Uint8Array;
  /** Series that counted something in the range. */
  readonly counted: Series[];
  readonly withoutSum: Set<Series>;
}

export async function readHistogramWindows(
  store: StoreSnapshot,
  request: HistogramWindowsRequest,
): Promise<readonly WindowedSeries[]> {
  checkEdges(request.edges);
  const asked = selectGroups(store.dictionary, "histogram", request).flatMap(({ labels, members }, group) =>
    splitByLayout(members).map((layout) => ({
      group,
      labels,
      bounds: layout.bounds,
      members: layout.members,
    })),
  );
  if (asked.length === 0) return [];
  const windows = request.edges.length - 1;
  checkAnswerSize(windows * asked.reduce((cells, layout) => cells + layout.bounds.length + 1, 0));
  const elements = asked.map(({ group, labels, bounds }): Element => {
    const counts = new Float64Array(windows * (bounds.length + 1));
    return {
      group,
      labels,
      bounds,
      counts,
      flags: new Uint8Array(windows),
      counted: [],
      withoutSum: new Set(),
    };
  });
  const members = asked.flatMap((layout, element) => layout.members.map((series) => ({ series, element })));
  const lists = toMemberLists(members, request.edges);
  await readCells(store, lists, elements);
  await readFacts(store, lists, elements);
  return withMoments(
    store,
    request,
    elements.filter((element) => element.counted.length > 0),
  );
}

async function readCells(
  store: StoreSnapshot,
  lists: QueryLists,
  elements: readonly Element[],
): Promise<void> {
  const [element, window, cell, count] = await store.query(CELLS, lists);
  for (let i = 0; i < element!.length; i++) {
    const { counts, bounds } = elements[element![i]!]!;
    counts[window![i]! * (bounds.length + 1) + cell![i]!] = count![i]!;
  }
}

async function readFacts(
  store: StoreSnapshot,
  lists: QueryLists,
  elements: readonly Element[],
): Promise<void> {
  const [element, window, series, reset, late, withoutSum] = await store.query(FACTS, lists);
  for (let i = 0; i < element!.length; i++) {
    const target = elements[element![i]!]!;
    if (window![i]! >= 0) {
      target.flags[window![i]!] = reset![i]! * FLAG_RESET + late![i]! * FLAG_LATE;
    } else {
      const counted = store.dictionary.get(series![i]!);
      target.counted.push(counted);
      if (withoutSum![i] === 1) target.withoutSum.add(counted);
    }
  }
}

async function withMoments(
  store: StoreSnapshot,
  request: HistogramWindowsRequest,
  elements: readonly Element[],
): Promise<readonly WindowedSeries[]> {
  const sumPlans = elements.map((element) => toSumPlan(store, element, elements));
  const squarePlans = elements.map((element) =>
    request.squares === true
      ? planSquares(store.dictionary, element.counted, otherKeys(element, elements))
      : undefined,
  );
  const nothing: SumPlan = { own: [], added: [], subtracted: [] };
  const sums = await sumsByPlan(
    store,
    sumPlans.map((plan) => plan ?? nothing),
    request.edges,
  );
  const squares = await sumsOfCounters(
    store,
    squarePlans.map((plan) => plan ?? []),
    request.edges,
  );
  return elements.map(({ labels, bounds, counts, flags }, i) => {
    const moments = {
      ...(sumPlans[i] && { sums: sums[i]! }),
      ...(squarePlans[i] && { sumsOfSquares: squares[i]! }),
    };
    return buildWindowedSeries(
      labels,
      { kind: "numeric", bounds: Float64Array.from(bounds) },
      counts,
      flags,
      moments,
    );
  });
}

function toSumPlan(store: StoreSnapshot, element: Element, all: readonly Element[]): SumPlan | undefined {
  const plan = planSums(store.dictionary, element.counted, otherKeys(element, all));
  return plan?.own.some((series) => element.withoutSum.has(series)) === true ? undefined : plan;
}

/** Labels of the series that counted under another layout of the same group. */
function otherKeys(element: Element, all: readonly Element[]): ReadonlySet<string> {
  const others = all.filter((other) => other !== element && other.group === element.group);
  return new Set(others.flatMap((other) => other.counted.map((series) => series.labelsKey)));
}
