import type { Finding, Query } from "@modelwatch/conventions/query";
import type { ReadContext } from "../read/model-matchers.js";
import { evaluateDriftPlan } from "./drift-plan.js";
import { evaluateValuePlan } from "./value-plan.js";

/**
 * How long until we could know? From the traffic and variance that the query's range holds: the smallest effect or drift that would be
 * found, and the time until a stated one is. Business values and outcomes are planned as a comparison of two groups, the score and
 * features as a detector within the false-alarm budget.
 */
export function evaluatePlan(query: Query, context: ReadContext): Promise<readonly Finding[]> {
  const { kind } = query.subject.target;
  return kind === "business" || kind === "outcome"
    ? evaluateValuePlan(query, context)
    : evaluateDriftPlan(query, context);
}
