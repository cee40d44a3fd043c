import { compareLabels, labelsKey, pickLabels } from "./labels.js";
import { compileMatchers } from "./label-matchers.js";
import type { Series, SeriesDictionary, SeriesKind } from "./series-dictionary.js";
import type { Labels, Matcher } from "./source.js";

export interface SelectedGroup {
  readonly labels: Labels;
  readonly members: readonly Series[];
}

/** The series of a metric, of any of the kinds, that the matchers accept, split by the attributes of `groupBy`; groups ascend by their labels. */
export function selectGroups(
  dictionary: SeriesDictionary,
  kinds: readonly SeriesKind[],
  request: {
    readonly metric: string;
    readonly matchers: readonly Matcher[];
    readonly groupBy: readonly string[];
  },
): readonly SelectedGroup[] {
  const accepts = compileMatchers(request.matchers);
  const groups = new Map<string, { labels: Labels; members: Series[] }>();
  for (const series of kinds.flatMap((kind) => dictionary.ofMetric(kind, request.metric))) {
    if (!accepts(series.labels)) continue;
    const labels = pickLabels(series.labels, request.groupBy);
    const key = labelsKey(labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { labels, members: [series] });
    else group.members.push(series);
  }
  return [...groups.values()].sort((a, b) => compareLabels(a.labels, b.labels));
}

/** Members of one bucket layout; without bounds those that are exponential, whatever their scales. */
export interface LayoutMembers {
  readonly bounds: readonly number[] | undefined;
  readonly members: readonly Series[];
}

/** Members by layout; layouts ascend by their number of bounds, then bound by bound. Exponential ones come last. */
export function splitByLayout(members: readonly Series[]): readonly LayoutMembers[] {
  const layouts = new Map<string, { bounds: readonly number[]; members: Series[] }>();
  for (const series of members) {
    if (series.kind === "exponential") continue;
    const key = series.bounds.join(" ");
    const layout = layouts.get(key);
    if (layout === undefined) layouts.set(key, { bounds: series.bounds, members: [series] });
    else layout.members.push(series);
  }
  const explicit = [...layouts.values()].sort((a, b) => compareBounds(a.bounds, b.bounds));
  const exponential = members.filter((series) => series.kind === "exponential");
  return exponential.length === 0 ? explicit : [...explicit, { bounds: undefined, members: exponential }];
}

function compareBounds(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}
