import type { SumPlan } from "../moments.js";
import type { Series, SeriesKind } from "../series-dictionary.js";
import { EXPONENTIAL_INCREMENTS } from "./exponential-increments.js";
import { HISTOGRAM_INCREMENTS, NUMBER_INCREMENTS } from "./increments.js";
import { toMemberLists, toNumberLists } from "./members.js";
import type { StoreSnapshot } from "./reader.js";

/** Added in ascending order: floating-point sums then do not depend on threads or on the order of arrival. */
const SUMS = "SELECT element, window_index, sum(sum ORDER BY sum) FROM landed GROUP BY element, window_index";
const EXPLICIT_SUMS = `${HISTOGRAM_INCREMENTS} ${SUMS}`;
const EXPONENTIAL_SUMS = `${EXPONENTIAL_INCREMENTS} ${SUMS}`;
const COUNTER_SUMS = `${NUMBER_INCREMENTS}
  SELECT element, window_index, sum(value ORDER BY value) FROM landed GROUP BY element, window_index`;

/**
 * The exact sums of each plan, a row for each window: own sums + (added − subtracted). The histograms of a plan are of one kind.
 */
export async function sumsByPlan(
  store: StoreSnapshot,
  plans: readonly SumPlan[],
  edges: readonly number[],
): Promise<readonly Float64Array[]> {
  const ownOf = (sql: string, kind: SeriesKind) =>
    sumsOf(
      store,
      sql,
      plans.map((plan) => plan.own.filter((series) => series.kind === kind)),
      edges,
    );
  const explicit = await ownOf(EXPLICIT_SUMS, "histogram");
  const exponential = await ownOf(EXPONENTIAL_SUMS, "exponential");
  const added = await sumsOfCounters(
    store,
    plans.map((plan) => plan.added),
    edges,
  );
  const subtracted = await sumsOfCounters(
    store,
    plans.map((plan) => plan.subtracted),
    edges,
  );
  return explicit.map((row, plan) =>
    row.map(
      (sum, window) =>
        sum + exponential[plan]![window]! + (added[plan]![window]! - subtracted[plan]![window]!),
    ),
  );
}

/** The increments of each list of counters in each window, added up. */
export function sumsOfCounters(
  store: StoreSnapshot,
  counters: readonly (readonly Series[])[],
  edges: readonly number[],
): Promise<readonly Float64Array[]> {
  return sumsOf(store, COUNTER_SUMS, counters, edges);
}

async function sumsOf(
  store: StoreSnapshot,
  sql: string,
  lists: readonly (readonly Series[])[],
  edges: readonly number[],
): Promise<readonly Float64Array[]> {
  const sums = lists.map(() => new Float64Array(edges.length - 1));
  const members = lists.flatMap((list, element) => list.map((series) => ({ series, element })));
  if (members.length === 0) return sums;
  const toLists = sql === COUNTER_SUMS ? toNumberLists : toMemberLists;
  const [element, window, sum] = await store.query(sql, toLists(members, edges));
  for (let i = 0; i < element!.length; i++) sums[element![i]!]![window![i]!] = sum![i]!;
  return sums;
}
