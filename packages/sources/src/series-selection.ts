import { compareLabels, labelsKey, pickLabels } from "./labels.js";
import { compileMatchers } from "./label-matchers.js";
import type { Series, SeriesDictionary, SeriesKind } from "./series-dictionary.js";
import type { Labels, Matcher } from "./source.js";

export interface SelectedGroup {
  readonly labels: Labels;
  readonly members: readonly Series[];
}

/** The series of a metric that the matchers accept, split by the attributes of `groupBy`; groups ascend by their labels. */
export function selectGroups(
  dictionary: SeriesDictionary,
  kind: SeriesKind,
  request: {
    readonly metric: string;
    readonly matchers: readonly Matcher[];
    readonly groupBy: readonly string[];
  },
): readonly SelectedGroup[] {
  const accepts = compileMatchers(request.matchers);
  const groups = new Map<string, { labels: Labels; members: Series[] }>();
  for (const series of dictionary.ofMetric(kind, request.metric)) {
    if (!accepts(series.labels)) continue;
    const labels = pickLabels(series.labels, request.groupBy);
    const key = labelsKey(labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels, members: [series] });
    else group.members.push(series);
  }
  return [...groups.values()].sort((a, b) => compareLabels(a.labels, b.labels));
}

/** Members by bucket layout; layouts ascend by their number of bounds, then bound by bound. */
export function splitByLayout(
  members: readonly Series[],
): readonly { bounds: readonly number[]; members: readonly Series[] }[] {
  const layouts = new Map<string, { bounds: readonly number[]; members: Series[] }>();
  for (const series of members) {
    const key = series.bounds.join(" ");
    const layout = layouts.get(key);
    if (layout === undefined) layouts.set(key, { bounds: series.bounds, members: [series] });
    else layout.members.push(series);
  }
  return [...layouts.values()].sort((a, b) => compareBounds(a.bounds, b.bounds));
}

function compareBounds(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
