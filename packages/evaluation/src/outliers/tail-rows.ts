import type { Query } from "@modelwatch/conventions/query";
import {
  compareRates,
  shareDispersion,
  shareIntervals,
  tailMass,
  type NumericDistribution,
  type TailMass,
} from "@modelwatch/statistics";
import { shareDistance, type OutlierRow } from "./outlier-row.js";
import type { OutlierMember } from "./outlier-member.js";
import { describeReference, learnFrom, type WindowFacts } from "./window-facts.js";

/** The shares beyond the reference's outer quantiles on both sides, where buckets reach that far out. */
export function tailRows(
  query: Query,
  member: OutlierMember,
  facts: WindowFacts,
  reference: NumericDistribution,
  current: NumericDistribution,
): OutlierRow[] {
  return (["low", "high"] as const).flatMap((side) => {
    const tail = tailMass(reference, current, side, query.guard.tailShare);
    return tail.kind === "value" ? [toRow(query, member, facts, tail)] : [];
  });
}

function toRow(query: Query, member: OutlierMember, facts: WindowFacts, tail: TailMass): OutlierRow {
  const { guard } = query;
  const { current, reference, side, bound } = tail;
  const beyond = member.tailCounts(side, bound);
  const learnt = learnFrom(facts);
  const overdispersion = shareDispersion(
    Float64Array.from(learnt, (w) => beyond.counts[w]!),
    Float64Array.from(learnt, (w) => beyond.rows[w]!),
  );
  const options = { alpha: guard.alpha, overdispersion: overdispersion ?? 1 };
  const intervals = shareIntervals(current.count, current.rows, options);
  const share = current.count / current.rows;
  const expected = reference.count / reference.rows;
  const { logPValueMore, ratio, low, high } = compareRates(
    { count: current.count, exposure: current.rows },
    { count: reference.count, exposure: reference.rows },
    options,
  );
  return {
    target: member.name,
    statistic: `tail-mass-${side}`,
    window: facts.window,
    n: current.rows,
    value: share,
    ...(intervals && { interval: { ...intervals.fixed, method: "Clopper–Pearson, rows ÷ overdispersion" } }),
    reference: describeReference(member.references, reference.rows),
    expected,
    test:
      overdispersion === null
        ? { kind: "untested", code: "learning" }
        : {
            kind: "tested",
            logPValue: logPValueMore,
            isMaterial: share > expected && shareDistance(share, expected) > guard.tolerance,
            beyond: "tail-beyond-expected",
            within: "tail-within-expected",
          },
    details: {
      bound,
      count: current.count,
      referenceCount: reference.count,
      ratio,
      ratioLow: low,
      ratioHigh: Number.isFinite(high) ? high : null,
      overdispersion,
      sequential: intervals && { ...intervals.sequential },
    },
  };
}
