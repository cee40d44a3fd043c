import { labelsKey } from "../labels.js";
import { countByGroup } from "./grouping.js";
import { readIncrements } from "./increments.js";
import { selector } from "./promql.js";
import type { Labels } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { Grouping } from "./grouping.js";
import type { LayoutWindows } from "./layout-windows.js";
import type { HistogramPart } from "./names.js";
import type { StoredFamily } from "./stored-family.js";

/** Which groups have exact moments, by the group's key. */
export interface KnownMoments {
  /** Σx is `.positive` − `.negative` there: values can be negative, and the histogram's own sum is no counter. */
  readonly split: ReadonlySet<string>;
  readonly sums: ReadonlySet<string>;
  readonly squares: ReadonlySet<string>;
}

/**
 * A moment is known where every histogram of the group has its counter; a sum over some of them would pass for a sum over
 * all. `ownSums`: the histograms carry their sums themselves.
 */
export function planMoments(
  family: StoredFamily<HistogramPart>,
  grouping: Grouping,
  histograms: ReadonlyMap<string, number>,
  ownSums: boolean,
): KnownMoments {
  const count = (part: HistogramPart): ReadonlyMap<string, number> =>
    countByGroup(family.series.get(part) ?? [], grouping);
  const [positive, negative, own, squares] = [
    count("positive"),
    count("negative"),
    count("sum"),
    count("squares"),
  ];
  const keys = [...histograms.keys()];
  const signed = (key: string): number => Math.max(positive.get(key) ?? 0, negative.get(key) ?? 0);
  const split = new Set(keys.filter((key) => signed(key) > 0));
  const hasSum = (key: string): boolean =>
    split.has(key) ? signed(key) === histograms.get(key) : ownSums || own.get(key) === histograms.get(key);
  return {
    split,
    sums: new Set(keys.filter(hasSum)),
    squares: new Set(keys.filter((key) => squares.get(key) === histograms.get(key))),
  };
}

export interface MomentsQuestion {
  readonly family: StoredFamily<HistogramPart>;
  readonly grouping: Grouping;
  readonly known: KnownMoments;
  /** As in the question for the buckets, without `le`. */
  readonly by?: readonly string[];
  readonly edges: readonly number[];
  /** Where the counts of a series, or group of series, went in each window. */
  layoutAt(stored: Labels, window: number): LayoutWindows | undefined;
}

const CONTRIBUTIONS = [
  { part: "sum", moment: "sums", split: false, sign: 1 },
  { part: "positive", moment: "sums", split: true, sign: 1 },
  { part: "negative", moment: "sums", split: true, sign: -1 },
  { part: "squares", moment: "squares", split: undefined, sign: 1 },
] as const;

/** Adds the increments of the moments' counters to the windows that hold the counts. */
export async function addMoments(
  context: PrometheusContext,
  question: MomentsQuestion,
  wanted: { readonly squares: boolean },
  signal: AbortSignal | undefined,
): Promise<void> {
  const { family, grouping, known, by, edges } = question;
  const asked = CONTRIBUTIONS.filter(
    ({ part }) => family.names.has(part) && (part !== "squares" || wanted.squares),
  );
  await Promise.all(
    asked.map(async ({ part, moment, split, sign }) => {
      const series = selector([family.names.get(part) ?? ""], family.matchers);
      const rows = await readIncrements(
        context,
        { operation: "increase", series, edges, ...(by && { by }) },
        signal,
      );
      for (const { labels, values } of rows) {
        const key = labelsKey(grouping.groupOf(labels));
        if (split !== undefined && known.split.has(key) !== split) continue;
        values.forEach((value, window) => {
          const layout = question.layoutAt(labels, window);
          if (layout !== undefined && !Number.isNaN(value)) layout[moment][window]! += sign * value;
        });
      }
    }),
  );
}
