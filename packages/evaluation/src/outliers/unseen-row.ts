import type { Query } from "@modelwatch/conventions/query";
import {
  shareDispersion,
  shareIntervals,
  unseenCategories,
  type CategoricalDistribution,
} from "@modelwatch/statistics";
import type { OutlierMember } from "./outlier-member.js";
import { shareDistance, type OutlierRow } from "./outlier-row.js";
import { describeReference, learnFrom, type WindowFacts } from "./window-facts.js";

const CATEGORIES_SHOWN = 10;

/** The share of rows in categories that the reference does not hold, against what its long tail of rare ones explains. */
export function unseenRows(
  query: Query,
  member: OutlierMember,
  facts: WindowFacts,
  reference: CategoricalDistribution,
  current: CategoricalDistribution,
): OutlierRow[] {
  const { guard } = query;
  const overdispersion = dispersionOf(member, facts, reference);
  const options = { alpha: guard.alpha, overdispersion: overdispersion ?? 1 };
  const unseen = unseenCategories(reference, current, options);
  if (unseen.kind === "undetermined") return [];
  const intervals = shareIntervals(unseen.count, unseen.rows, options);
  const share = unseen.count / unseen.rows;
  const expected = unseen.expected / unseen.rows;
  return [
    {
      target: member.name,
      statistic: "unseen-share",
      window: facts.window,
      n: unseen.rows,
      value: share,
      ...(intervals && {
        interval: { ...intervals.fixed, method: "Clopper–Pearson, rows ÷ overdispersion" },
      }),
      reference: describeReference(member.references, reference.count),
      expected,
      test:
        overdispersion === null
          ? { kind: "untested", code: "learning" }
          : {
              kind: "tested",
              logPValue: unseen.logPValue,
              isMaterial: share > expected && shareDistance(share, expected) > guard.tolerance,
              beyond: "unseen-categories",
              within: "tail-within-expected",
            },
      details: {
        count: unseen.count,
        unseen: unseen.unseen.slice(0, CATEGORIES_SHOWN).map((one) => ({ ...one })),
        unseenCategories: unseen.unseen.length,
        overdispersion,
        sequential: intervals && { ...intervals.sequential },
      },
    },
  ];
}

/** How much rows of one window resemble each other, seen in the reference's most frequent category. */
function dispersionOf(
  { series }: OutlierMember,
  facts: WindowFacts,
  reference: CategoricalDistribution,
): number | null {
  const first = reference.counts.indexOf(Math.max(...reference.counts));
  const category = reference.categories[first];
  const learnt = learnFrom(facts);
  const counts = Float64Array.from(learnt, (w) =>
    series.reduce((sum, { windows }) => {
      if (windows.layout.kind !== "categorical" || category === undefined) return sum;
      const cell = windows.layout.categories.indexOf(category);
      return cell < 0 ? sum : sum + windows.counts[w * windows.cells + cell]!;
    }, 0),
  );
  return shareDispersion(
    counts,
    Float64Array.from(learnt, (w) => facts.rows[w]!),
  );
}
