import { ExponentialWindows } from "../exponential-windows.js";
import type { CountMatrix } from "../exponential-windows.js";
import type { Series } from "../series-dictionary.js";
import type { LayoutMembers } from "../series-selection.js";
import type { Labels } from "../source.js";
import { FLAG_LATE, FLAG_RESET } from "../window-flags.js";
import { checkAnswerSize } from "../windows-request.js";
import { EXPONENTIAL_INCREMENTS } from "./exponential-increments.js";
import { HISTOGRAM_INCREMENTS } from "./increments.js";
import { toMemberLists } from "./members.js";
import type { QueryLists, StoreSnapshot } from "./reader.js";

/** One bucket layout of one group that is asked for. */
export interface AskedLayout extends LayoutMembers {
  readonly group: number;
  readonly labels: Labels;
}

export interface CountedLayout extends CountMatrix {
  readonly group: number;
  readonly labels: Labels;
  readonly flags: Uint8Array;
  /** Series that counted something in the range. */
  readonly counted: readonly Series[];
  readonly withoutSum: ReadonlySet<Series>;
}

const EXPLICIT_CELLS = `${HISTOGRAM_INCREMENTS}
  SELECT element, window_index, cell, sum(count)
  FROM (SELECT element, window_index, unnest(cells) AS cell, unnest(counts) AS count FROM landed)
  GROUP BY element, window_index, cell`;

const EXPONENTIAL_CELLS = `${EXPONENTIAL_INCREMENTS}
  SELECT element, window_index, scale, cell::DOUBLE, sum(count)
  FROM (SELECT element, window_index, scale, unnest(cells) AS cell, unnest(counts) AS count FROM landed)
  GROUP BY element, window_index, scale, cell`;

/** For each window its flags (series −1), for each series whether a sum is missing (window −1). */
const FACTS = `
  SELECT element, coalesce(window_index, -1), coalesce(series, -1), bool_or(reset), bool_or(late), bool_or(sum IS NULL)
  FROM landed GROUP BY GROUPING SETS ((element, window_index), (element, series))`;

/** Layouts of explicit bounds. */
export async function countExplicit(
  store: StoreSnapshot,
  asked: readonly AskedLayout[],
  edges: readonly number[],
): Promise<readonly CountedLayout[]> {
  const windows = edges.length - 1;
  const layouts = asked.map(({ bounds = [] }) => Float64Array.from(bounds));
  checkAnswerSize(windows * layouts.reduce((cells, bounds) => cells + bounds.length + 1, 0));
  const lists = toLists(asked, edges);
  const [element, window, cell, count] = await store.query(EXPLICIT_CELLS, lists);
  const matrices = layouts.map((bounds) => ({
    bounds,
    counts: new Float64Array(windows * (bounds.length + 1)),
  }));
  for (let i = 0; i < element!.length; i++) {
    const { bounds, counts } = matrices[element![i]!]!;
    counts[window![i]! * (bounds.length + 1) + cell![i]!] = count![i]!;
  }
  return withFacts(store, `${HISTOGRAM_INCREMENTS} ${FACTS}`, lists, { asked, matrices, windows });
}

/** Exponential histograms; the answer's layouts follow from what was counted. */
export async function countExponential(
  store: StoreSnapshot,
  asked: readonly AskedLayout[],
  edges: readonly number[],
): Promise<readonly CountedLayout[]> {
  const windows = edges.length - 1;
  const lists = toLists(asked, edges);
  const [element, window, scale, cell, count] = await store.query(EXPONENTIAL_CELLS, lists);
  const counted = asked.map(() => new ExponentialWindows(windows));
  for (let i = 0; i < element!.length; i++) {
    counted[element![i]!]!.add(window![i]!, scale![i]!, cell![i]!, count![i]!);
  }
  const matrices = counted.map((each) => each.toMatrix());
  return withFacts(store, `${EXPONENTIAL_INCREMENTS} ${FACTS}`, lists, { asked, matrices, windows });
}

function toLists(asked: readonly AskedLayout[], edges: readonly number[]): QueryLists {
  const members = asked.flatMap((layout, element) => layout.members.map((series) => ({ series, element })));
  return toMemberLists(members, edges);
}

/** Those layouts under which something was counted, with what else the increments tell. */
async function withFacts(
  store: StoreSnapshot,
  sql: string,
  lists: QueryLists,
  {
    asked,
    matrices,
    windows,
  }: {
    readonly asked: readonly AskedLayout[];
    readonly matrices: readonly CountMatrix[];
    readonly windows: number;
  },
): Promise<readonly CountedLayout[]> {
  const facts = asked.map(({ group, labels }, element) => ({
    ...matrices[element]!,
    group,
    labels,
    flags: new Uint8Array(windows),
    counted: new Array<Series>(),
    withoutSum: new Set<Series>(),
  }));
  const [element, window, series, reset, late, withoutSum] = await store.query(sql, lists);
  for (let i = 0; i < element!.length; i++) {
    const target = facts[element![i]!]!;
    if (window![i]! >= 0) {
      target.flags[window![i]!] = reset![i]! * FLAG_RESET + late![i]! * FLAG_LATE;
    } else {
      const counted = store.dictionary.get(series![i]!);
      target.counted.push(counted);
      if (withoutSum![i] === 1) target.withoutSum.add(counted);
    }
  }
  return facts.filter(({ counted }) => counted.length > 0);
}
