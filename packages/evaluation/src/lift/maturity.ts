import { METRIC_PREDICTION_VALUE } from "@modelwatch/conventions";
import type { Query } from "@modelwatch/conventions/query";
import { computeLabelMaturity } from "@modelwatch/statistics";
import type { ComparedGroups, GroupSeries } from "../read/groups.js";
import { equals, modelMatchers, type ReadContext } from "../read/model-matchers.js";
import { countRows } from "../read/series-matrix.js";
import type { PlannedWindow, WindowPlan } from "../windows/plan-windows.js";

/** Share of both groups' predictions of a window whose truth arrived; null where predictions do not name the groups. */
export type MaturityOf = (window: PlannedWindow) => number | null | "not-needed";

/**
 * How much of the groups' truth has arrived. Outcomes are counted when they arrive, so this compares arrivals with the predictions of the
 * same window; it is the less mature group's share, because truths that arrive later in one group bias the difference.
 */
export async function readMaturity(
  query: Query,
  context: ReadContext,
  { baseEdges: edges }: WindowPlan,
  groups: ComparedGroups,
): Promise<MaturityOf> {
  const { compare } = query;
  if (query.subject.target.kind !== "outcome" || compare === undefined) return () => "not-needed";
  const sides: readonly [string, GroupSeries][] = [
    [compare.treated, groups.treated],
    [compare.control, groups.control],
  ];
  const predictions = await Promise.all(
    sides.map(([group]) => {
      const matchers = [...modelMatchers(context.subject), equals(compare.attribute, group)];
      const request = { metric: METRIC_PREDICTION_VALUE, matchers, groupBy: [], edges };
      return context.source.histogramWindows(request, context.signal);
    }),
  );
  return ({ firstBase, endBase }) => {
    const shares = sides.map(([, { strata }], side) => {
      let outcomes = 0;
      for (const { rows } of strata.values()) for (let w = firstBase; w < endBase; w++) outcomes += rows[w]!;
      const predicted = countRows(predictions[side]!, firstBase, endBase);
      return computeLabelMaturity(predicted, { any: outcomes }).share;
    });
    return shares.reduce(
      (least, share) => (least === null || share === null ? null : Math.min(least, share)),
      1,
    );
  };
}
