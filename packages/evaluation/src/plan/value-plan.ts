import type { Finding, Query } from "@modelwatch/conventions/query";
import { checkAa } from "@modelwatch/statistics";
import { sliceGroups, type GroupPair } from "../lift/slice-groups.js";
import { readGroup, readGroups, type ComparedGroups, type GroupSeries } from "../read/groups.js";
import type { ReadContext } from "../read/model-matchers.js";
import { readUnits, valueMetricOf } from "../read/value-metric.js";
import { planWindows, type WindowPlan } from "../windows/plan-windows.js";
import { aaFinding, detectableFinding, timeFinding, type ValuePlanFacts } from "./value-plan-findings.js";
import { measureTraffic, varianceOfGroups, varianceOfSeries } from "./window-variance.js";

const DAY_MS = 86_400_000;
const NO_GROUP: GroupSeries = { strata: new Map(), quality: [], exactSums: true };

/** Without a stated split, halves: the fewest rows. */
const EVEN_SPLIT = 0.5;

/**
 * A comparison of two groups: from the groups themselves where the query names two that are there and treated alike (which also checks
 * them, A/A), else from all rows as if they were split at random.
 */
export async function evaluateValuePlan(query: Query, context: ReadContext): Promise<readonly Finding[]> {
  const plan = planWindows({ window: { ...query.window, width: "range" }, range: query.range });
  const compared = query.compare === undefined ? null : await readGroups(query, context, plan.baseEdges);
  const overall = compared && sliceGroups(compared, 0, plan.baseEdges.length - 1).overall;
  const arePresent = overall !== null && overall.treated.rows > 0 && overall.control.rows > 0;
  return compared !== null && arePresent
    ? planFromGroups(query, plan, compared, overall)
    : planFromRows(query, context, plan);
}

function planFromGroups(
  query: Query,
  plan: WindowPlan,
  compared: ComparedGroups,
  overall: GroupPair,
): readonly Finding[] {
  const exact = compared.treated.exactSums && compared.control.exactSums;
  const facts = factsOf(query, plan, compared.units.mean, {
    traffic: measureTraffic([overall.treated, overall.control]),
    variance: exact ? varianceOfGroups(overall) : null,
  });
  const { treated: a, control: b } = overall;
  const isOutcome = query.subject.target.kind === "outcome";
  // a share's squares are its sums: 1² = 1
  const squares = isOutcome ? [a.sums, b.sums] : [a.squares, b.squares];
  const check =
    exact && squares[0] !== undefined && squares[1] !== undefined
      ? checkAa({ ...a, sumsOfSquares: squares[0] }, { ...b, sumsOfSquares: squares[1] }, query.guard)
      : null;
  return [detectableFinding(facts), timeFinding(facts), aaFinding(facts, check)];
}

async function planFromRows(
  query: Query,
  context: ReadContext,
  plan: WindowPlan,
): Promise<readonly Finding[]> {
  const metric = valueMetricOf(query, "plan");
  const series = await readGroup({ strata: [] }, context, metric, plan.baseEdges, []);
  const groups = { treated: series, control: NO_GROUP, units: { mean: "", sum: "" } };
  const { treated: all } = sliceGroups(groups, 0, plan.baseEdges.length - 1).overall;
  const units = await readUnits(context, metric, plan.windows[0]!);
  const share = query.compare?.treatedShare ?? EVEN_SPLIT;
  const facts = factsOf(query, plan, units.mean, {
    traffic: measureTraffic([all]),
    variance: series.exactSums ? varianceOfSeries(all, share, metric) : null,
  });
  return [detectableFinding(facts), timeFinding(facts)];
}

function factsOf(
  query: Query,
  { windows, baseEdges }: WindowPlan,
  unit: string,
  measured: Pick<ValuePlanFacts, "traffic" | "variance">,
): ValuePlanFacts {
  const { fromMs, toMs } = windows[0]!;
  const days = (toMs - fromMs) / DAY_MS;
  const { power, effect, liftTolerance } = query.guard;
  const stated = effect ?? liftTolerance;
  return {
    query,
    window: windows[0]!,
    unit,
    days,
    windowDays: days / (baseEdges.length - 1),
    power,
    statedEffect: stated > 0 ? stated : null,
    ...measured,
  };
}
