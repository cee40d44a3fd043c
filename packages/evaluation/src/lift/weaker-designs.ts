import type { Finding, Query } from "@modelwatch/conventions/query";
import { placeboInference, type PlaceboInference, type PlaceboOptions } from "@modelwatch/statistics";
import { equals, type ReadContext } from "../read/model-matchers.js";
import { readGroup, type GroupSeries } from "../read/groups.js";
import { readUnits, valueMetricOf } from "../read/value-metric.js";
import { planChange, type ChangeWindows } from "./change-windows.js";
import { sliceGroups } from "./slice-groups.js";
import { weakerFinding } from "./weaker-finding.js";

/** What a comparison in time found. */
export interface WeakerEffect {
  readonly design: "difference-in-differences" | "interrupted-series";
  readonly width: ChangeWindows["width"];
  readonly windowsBefore: number;
  readonly windowsAfter: number;
  readonly rows: number;
  readonly result: PlaceboInference | null;
  /** p of a change in the middle of the time before, where none was made; null where that time is too short. */
  readonly preTrendPValue: number | null;
}

/** A season is removed where this many of them were seen: its means must be known better than the effect. */
const LEAST_SEASONS = 6;

/**
 * What a change did where nobody was assigned by design: the difference between two groups after it beyond that before it, or without groups
 * the series itself beyond its level, trend and season. Placebo inference at one look; whatever else changed at that time counts as effect.
 */
export async function evaluateWeakerDesign(
  query: Query,
  context: ReadContext,
  reference: { readonly from: string; readonly to: string },
): Promise<readonly Finding[]> {
  const change = planChange(query, reference);
  const metric = valueMetricOf(query, "lift");
  const read = async (group?: string) => {
    const matchers =
      group === undefined || query.compare === undefined ? [] : [equals(query.compare.attribute, group)];
    const parts: GroupSeries[] = [];
    for (const edges of [change.before, change.after])
      parts.push(
        edges.length < 2 ? EMPTY : await readGroup({ strata: [] }, context, metric, edges, matchers),
      );
    return seriesOf(parts, [change.before.length - 1, change.after.length - 1]);
  };
  const treated = await read(query.compare?.treated);
  const control = query.compare === undefined ? null : await read(query.compare.control);
  const effect = inferEffect(query, change, treated, control);
  const range = { fromMs: Date.parse(query.range.from), toMs: Date.parse(query.range.to) };
  return [weakerFinding(query, effect, (await readUnits(context, metric, range)).mean)];
}

const NO_UNITS = { mean: "", sum: "" };
const EMPTY: GroupSeries = { strata: new Map(), quality: [], exactSums: true };

interface MeanSeries {
  /** Mean of each window; NaN never: absent windows are null. */
  readonly means: readonly (number | null)[];
  readonly rows: number;
}

function seriesOf(parts: readonly GroupSeries[], windows: readonly number[]): MeanSeries {
  const means: (number | null)[] = [];
  let rows = 0;
  parts.forEach((group, part) => {
    const size = Math.max(0, windows[part]!);
    const { treated } = sliceGroups({ treated: group, control: EMPTY, units: NO_UNITS }, 0, size).overall;
    rows += treated.rows;
    treated.counts.forEach((count, w) =>
      means.push(count > 0 && group.exactSums ? treated.sums[w]! / count : null),
    );
  });
  return { means, rows };
}

function inferEffect(
  query: Query,
  change: ChangeWindows,
  treated: MeanSeries,
  control: MeanSeries | null,
): WeakerEffect {
  const starts = [...change.before.slice(0, -1), ...change.after.slice(0, -1)];
  const windowsBefore = Math.max(0, change.before.length - 1);
  const known = starts.flatMap((startMs, t) => {
    const own = treated.means[t] ?? null;
    const other = control === null ? 0 : (control.means[t] ?? null);
    return own === null || other === null ? [] : [{ startMs, value: own - other, after: t >= windowsBefore }];
  });
  const firstTreated = known.filter(({ after }) => !after).length;
  const season = change.season(known.map(({ startMs }) => startMs));
  const options: PlaceboOptions = {
    series: Float64Array.from(known, ({ value }) => value),
    firstTreated,
    alpha: query.guard.alpha,
    // two groups share their trend and season; one group has nothing else to tell them from the change
    ...(control === null ? { trend: true } : {}),
    ...(known.length >= LEAST_SEASONS * (change.width === "1d" ? 7 : 24) ? { season } : {}),
  };
  return {
    design: control === null ? "interrupted-series" : "difference-in-differences",
    width: change.width,
    windowsBefore: firstTreated,
    windowsAfter: known.length - firstTreated,
    rows: treated.rows + (control?.rows ?? 0),
    result: infer(options),
    preTrendPValue: infer(beforeOnly(options))?.pValue ?? null,
  };
}

function infer(options: PlaceboOptions): PlaceboInference | null {
  const { series, firstTreated } = options;
  if (firstTreated < 1 || firstTreated >= series.length) return null;
  const result = placeboInference(options);
  return result.kind === "value" ? result : null;
}

/** A change in the middle of the windows before the real one. */
function beforeOnly({ season, ...options }: PlaceboOptions): PlaceboOptions {
  const end = options.firstTreated;
  return {
    ...options,
    series: options.series.slice(0, end),
    firstTreated: Math.floor(end / 2),
    ...(season === undefined ? {} : { season: season.slice(0, end) }),
  };
}
