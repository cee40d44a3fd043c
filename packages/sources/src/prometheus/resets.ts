import { labelsKey } from "../labels.js";
import { readIncrements } from "./increments.js";
import { selector } from "./promql.js";
import type { PrometheusContext } from "./context.js";
import type { Grouping } from "./grouping.js";
import type { LabelMatcher } from "./promql.js";

export interface ResetsQuestion {
  readonly name: string;
  readonly matchers: readonly LabelMatcher[];
  readonly grouping: Grouping;
  /** By the group's key. */
  readonly groups: ReadonlyMap<string, { readonly reset: Uint8Array }>;
  readonly edges: readonly number[];
  /** The `le` whose series stands for its histogram. */
  readonly bucket?: string;
}

/** Marks the windows in which a counter of the group went back: what was counted between its last sample and that is lost. */
export async function markResets(
  context: PrometheusContext,
  question: ResetsQuestion,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { name, matchers, grouping, groups, edges, bucket } = question;
  const own: readonly LabelMatcher[] =
    bucket === undefined ? [] : [{ label: "le", operator: "=", value: bucket }];
  const series = selector([name], [...matchers, ...own]);
  const by = grouping.storedLabels;
  for (const { labels, values } of await readIncrements(
    context,
    { operation: "resets", series, by, edges },
    signal,
  )) {
    const group = groups.get(labelsKey(grouping.groupOf(labels)));
    values.forEach((resets, window) => {
      if (group !== undefined && resets > 0) group.reset[window] = 1;
    });
  }
}
