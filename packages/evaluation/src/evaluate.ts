import {
  findingSchema,
  type Analysis,
  type Finding,
  type Monitor,
  type Query,
} from "@modelwatch/conventions/query";
import type { Source } from "@modelwatch/sources";
import { evaluateChange } from "./change/change.js";
import { evaluateDecompose } from "./decompose/decompose.js";
import { evaluateDistribution } from "./distribution/distribution.js";
import { evaluateDrift } from "./drift/drift.js";
import { evaluateLift } from "./lift/lift.js";
import { evaluateOutliers } from "./outliers/outliers.js";
import { evaluatePerformance } from "./performance/performance.js";
import { evaluatePlan } from "./plan/plan.js";
import type { ReadContext } from "./read/model-matchers.js";
import { evaluateVerdict } from "./verdict/verdict.js";

export interface EvaluateOptions {
  readonly signal?: AbortSignal;
  /** The monitors that `verdict` may read. */
  readonly monitors?: readonly Monitor[];
}

type Evaluator = (
  query: Query,
  context: ReadContext,
  monitors: readonly Monitor[],
) => Promise<readonly Finding[]>;

const EVALUATORS: Readonly<Record<Analysis, Evaluator>> = {
  drift: evaluateDrift,
  performance: evaluatePerformance,
  decompose: evaluateDecompose,
  lift: evaluateLift,
  plan: evaluatePlan,
  change: evaluateChange,
  outliers: evaluateOutliers,
  distribution: evaluateDistribution,
  verdict: evaluateVerdict,
};

/**
 * Answers a query from a store: query → windows → statistics → decision. The same stored data gives the same findings, in the
 * same order. States of the data (no rows, no reference, immature labels) are findings, not errors.
 * @throws ModelwatchError `unsupported` for a target that the analysis cannot read, `not-found` for an unknown monitor,
 * `invalid-argument` for a query that misses what its analysis needs, `cancelled`, and whatever the source rejects with.
 */
export async function evaluate(
  query: Query,
  source: Source,
  options: EvaluateOptions = {},
): Promise<readonly Finding[]> {
  const { signal, monitors = [] } = options;
  const context: ReadContext = {
    source,
    subject: query.subject,
    ...(signal === undefined ? {} : { signal }),
  };
  return findingSchema.array().parse(await EVALUATORS[query.analysis](query, context, monitors));
}
