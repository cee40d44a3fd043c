import { readIncrements } from "./increments.js";
import { selector } from "./promql.js";
import type { PrometheusContext } from "./context.js";
import type { Evidence } from "./evidence.js";
import type { Grouping } from "./grouping.js";
import type { Increments } from "./increments.js";
import type { LabelMatcher } from "./promql.js";

export type DoubtsOperation = "resets" | Evidence;

/** The series whose evidence is read. */
export interface EvidenceQuestion {
  readonly name: string;
  readonly matchers: readonly LabelMatcher[];
  readonly grouping: Grouping;
  /** The `le` whose series stands for its histogram. */
  readonly bucket?: string;
  readonly native?: boolean;
}

/** Evidence by group and window, the groups' series added up. */
export function readEvidence(
  context: PrometheusContext,
  { name, matchers, grouping, bucket, native = false }: EvidenceQuestion,
  operation: DoubtsOperation,
  edges: readonly number[],
  signal: AbortSignal | undefined,
): Promise<readonly Increments[]> {
  const own: readonly LabelMatcher[] =
    bucket === undefined ? [] : [{ label: "le", operator: "=", value: bucket }];
  const series = selector([name], [...matchers, ...own]);
  return readIncrements(context, { operation, series, native, by: grouping.storedLabels, edges }, signal);
}

/** Windows that end at the edges of the windows asked for, the first edge included. */
export function endingAt(edges: readonly number[]): readonly number[] {
  return [2 * edges[0]! - edges[1]!, ...edges];
}
