import { ModelwatchError, SUFFIX_NEGATIVE, SUFFIX_POSITIVE, SUFFIX_SQUARES } from "@modelwatch/conventions";
import { buildWindowedSeries } from "./build-windows.js";
import type { ExactMoments } from "./build-windows.js";
import type { ExponentialCells } from "./exponential-cells.js";
import { ExponentialWindows } from "./exponential-windows.js";
import type { CountMatrix } from "./exponential-windows.js";
import { compareText, labelOf, labelsKey, omitLabel } from "./labels.js";
import { HISTOGRAM_KINDS } from "./series-dictionary.js";
import type { Series, SeriesDictionary } from "./series-dictionary.js";
import { selectGroups } from "./series-selection.js";
import type { SelectedGroup } from "./series-selection.js";
import type { ReferenceRequest, ReferenceSeries } from "./source.js";

/** The last point of a series inside the look-back. */
export interface LastPoint {
  readonly timeMs: number;
  /** Bucket counts, or one number; an exponential histogram in cells. */
  readonly values: readonly number[] | ExponentialCells;
  readonly sum: number | undefined;
}

/** Last points by series id. */
export type LastPoints = ReadonlyMap<number, LastPoint>;

/** @throws ModelwatchError `invalid-argument` where the look-back is not a range of time. */
export function checkReferenceRequest(request: ReferenceRequest): void {
  const { atMs, lookBackMs } = request;
  if (Number.isSafeInteger(atMs) && Number.isSafeInteger(lookBackMs) && lookBackMs > 0) return;
  throw new ModelwatchError("invalid-argument", {
    problem: `a reference was asked for at ${atMs} ms with a look-back of ${lookBackMs} ms`,
    allowed: "both are whole milliseconds, the look-back above 0",
  });
}

/** The series whose last points an answer needs: those asked for, and the counters of their exact moments. */
export function referenceMembers(dictionary: SeriesDictionary, request: ReferenceRequest): readonly Series[] {
  const groups = referenceGroups(dictionary, request).flatMap((group) => group.members);
  if (request.categoryAttribute !== undefined) return groups;
  return groups.concat(groups.flatMap((series) => Object.values(momentCounters(dictionary, series)).flat()));
}

/**
 * One reference for each group: the series that reported last, the smallest labels first where several did. Processes that
 * send the same reference are never added up.
 */
export function assembleReferences(
  dictionary: SeriesDictionary,
  request: ReferenceRequest,
  last: LastPoints,
): readonly ReferenceSeries[] {
  return referenceGroups(dictionary, request).flatMap((group) => {
    const { categoryAttribute } = request;
    const reference =
      categoryAttribute === undefined
        ? numericReference(dictionary, group, last)
        : categoricalReference(group, categoryAttribute, last);
    return reference === undefined || reference.windows.totals[0] === 0 ? [] : [reference];
  });
}

function referenceGroups(dictionary: SeriesDictionary, request: ReferenceRequest): readonly SelectedGroup[] {
  const { categoryAttribute } = request;
  if (categoryAttribute === undefined) return selectGroups(dictionary, HISTOGRAM_KINDS, request);
  const groupBy = request.groupBy.filter((name) => name !== categoryAttribute);
  return selectGroups(dictionary, ["sum"], { ...request, groupBy });
}

function numericReference(
  dictionary: SeriesDictionary,
  group: SelectedGroup,
  last: LastPoints,
): ReferenceSeries | undefined {
  const latest = latestOf(group.members, last, (series) => series.labelsKey)[0];
  if (latest === undefined) return undefined;
  const { series, point } = latest;
  const { bounds, counts } = toRow(series, point);
  const moments = lastMoments(dictionary, series, point, last);
  return buildWindowedSeries(group.labels, { kind: "numeric", bounds }, counts, new Uint8Array(1), moments);
}

function toRow(series: Series, { values }: LastPoint): CountMatrix {
  if (!("cells" in values)) {
    return { bounds: Float64Array.from(series.bounds), counts: Float64Array.from(values) };
  }
  const row = new ExponentialWindows(1);
  values.cells.forEach((cell, i) => row.add(0, values.scale, cell, values.counts[i]!));
  return row.toMatrix();
}

/** A counter's value. */
function valueOf({ values }: LastPoint): number | undefined {
  return "cells" in values ? undefined : values[0];
}

function categoricalReference(
  group: SelectedGroup,
  attribute: string,
  last: LastPoints,
): ReferenceSeries | undefined {
  const keyOf = (series: Series): string => labelsKey(omitLabel(series.labels, attribute));
  const counts = new Map<string, number>();
  for (const { series, point } of latestOf(group.members, last, keyOf)) {
    const category = labelOf(series.labels, attribute);
    if (!counts.has(category)) counts.set(category, valueOf(point) ?? 0);
  }
  if (counts.size === 0) return undefined;
  const categories = [...counts.keys()].sort(compareText);
  const row = Float64Array.from(categories, (category) => counts.get(category) ?? 0);
  return buildWindowedSeries(group.labels, { kind: "categorical", categories }, row, new Uint8Array(1));
}

/** The members of the process (`keyOf`) that reported last, the latest first. */
function latestOf(
  members: readonly Series[],
  last: LastPoints,
  keyOf: (series: Series) => string,
): readonly { series: Series; point: LastPoint }[] {
  const reported = members
    .flatMap((series) => {
      const point = last.get(series.id);
      return point === undefined ? [] : [{ series, point, key: keyOf(series) }];
    })
    .sort(
      (a, b) => b.point.timeMs - a.point.timeMs || compareText(a.key, b.key) || b.series.id - a.series.id,
    );
  return reported.filter((member) => member.key === reported[0]?.key);
}

function momentCounters(dictionary: SeriesDictionary, series: Series) {
  const named = (suffix: string) => dictionary.withLabels("sum", series.metric + suffix, series.labelsKey);
  return {
    positive: named(SUFFIX_POSITIVE),
    negative: named(SUFFIX_NEGATIVE),
    squares: named(SUFFIX_SQUARES),
  };
}

function lastMoments(
  dictionary: SeriesDictionary,
  series: Series,
  point: LastPoint,
  last: LastPoints,
): ExactMoments {
  const counters = momentCounters(dictionary, series);
  const value = (members: readonly Series[]): number | undefined => {
    const [latest] = latestOf(members, last, (member) => member.labelsKey);
    return latest && valueOf(latest.point);
  };
  const positive = value(counters.positive);
  const negative = value(counters.negative);
  const split =
    positive === undefined && negative === undefined ? undefined : (positive ?? 0) - (negative ?? 0);
  const sum = split ?? point.sum;
  const squares = value(counters.squares);
  return {
    ...(sum !== undefined && { sums: Float64Array.of(sum) }),
    ...(squares !== undefined && { sumsOfSquares: Float64Array.of(squares) }),
  };
}
