import type { Query } from "@modelwatch/conventions/query";
import { decisionsNearThreshold, shareDispersion, type NumericDistribution } from "@modelwatch/statistics";
import type { OutlierMember } from "./outlier-member.js";
import type { OutlierRow } from "./outlier-row.js";
import { learnFrom, type WindowFacts } from "./window-facts.js";

/** How many decisions a small shift of the score would flip; null where no decision threshold is named. */
export function thresholdRow(
  query: Query,
  member: OutlierMember,
  facts: WindowFacts,
  scores: NumericDistribution,
): OutlierRow | null {
  const { decisionThreshold, decisionMargin, alpha } = query.guard;
  if (decisionThreshold === undefined || member.name !== "prediction") return null;
  const near = decisionsNearThreshold(scores, {
    threshold: { low: decisionThreshold, high: decisionThreshold },
    delta: decisionMargin,
    alpha,
    overdispersion: dispersionOf(member, facts, decisionThreshold) ?? 1,
  });
  if (near.kind === "undetermined") return null;
  const { low, high, resolution } = near.near;
  return {
    target: member.name,
    statistic: "decisions-near-threshold",
    window: facts.window,
    n: scores.count,
    value: (resolution.low + resolution.high) / 2,
    resolution,
    interval: { low, high, method: "Clopper–Pearson around the buckets' bounds" },
    reference: null,
    expected: null,
    test: { kind: "untested", code: "descriptive" },
    details: {
      threshold: decisionThreshold,
      margin: decisionMargin,
      raised: { ...near.raised, resolution: { ...near.raised.resolution } },
      lowered: { ...near.lowered, resolution: { ...near.lowered.resolution } },
    },
  };
}

/** How much more than by chance the share above the threshold varies, where it is a bound. */
function dispersionOf(member: OutlierMember, facts: WindowFacts, threshold: number): number | null {
  const above = member.tailCounts("high", threshold);
  const learnt = learnFrom(facts);
  return shareDispersion(
    Float64Array.from(learnt, (w) => above.counts[w]!),
    Float64Array.from(learnt, (w) => above.rows[w]!),
  );
}
