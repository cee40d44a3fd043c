import { SUFFIX_NEGATIVE, SUFFIX_POSITIVE, SUFFIX_SQUARES } from "@modelwatch/conventions";
import type { Series, SeriesDictionary } from "./series-dictionary.js";

/** Where the exact sum of a set of histogram series comes from. */
export interface SumPlan {
  /** Histogram series whose own sum counts. */
  readonly own: readonly Series[];
  /** Counters whose increments are added. */
  readonly added: readonly Series[];
  /** Counters whose increments are subtracted: magnitudes of negative values. */
  readonly subtracted: readonly Series[];
}

/**
 * Where `<metric>.positive` or `<metric>.negative` exist with a series' labels, they stand for its sum; else the
 * histogram's own sum does. Undefined where a series with such counters also counted under another layout (`otherKeys`):
 * what of the counter belongs to which layout is not known.
 */
export function planSums(
  dictionary: SeriesDictionary,
  members: readonly Series[],
  otherKeys: ReadonlySet<string>,
): SumPlan | undefined {
  const own: Series[] = [];
  const added = new Set<Series>();
  const subtracted = new Set<Series>();
  for (const series of members) {
    const positive = companions(dictionary, series, SUFFIX_POSITIVE);
    const negative = companions(dictionary, series, SUFFIX_NEGATIVE);
    if (positive.length + negative.length === 0) own.push(series);
    else if (otherKeys.has(series.labelsKey)) return undefined;
    for (const counter of positive) added.add(counter);
    for (const counter of negative) subtracted.add(counter);
  }
  return { own, added: [...added], subtracted: [...subtracted] };
}

/** The `<metric>.squares` counters of all members; undefined where one has none, or see {@link planSums}. */
export function planSquares(
  dictionary: SeriesDictionary,
  members: readonly Series[],
  otherKeys: ReadonlySet<string>,
): readonly Series[] | undefined {
  const squares = new Set<Series>();
  for (const series of members) {
    const counters = companions(dictionary, series, SUFFIX_SQUARES);
    if (counters.length === 0 || otherKeys.has(series.labelsKey)) return undefined;
    for (const counter of counters) squares.add(counter);
  }
  return [...squares];
}

function companions(dictionary: SeriesDictionary, series: Series, suffix: string): readonly Series[] {
  return dictionary.withLabels("sum", series.metric + suffix, series.labelsKey);
}
