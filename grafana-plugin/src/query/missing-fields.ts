import type { ModelwatchQuery } from "./model.js";
import { questionOf } from "./questions.js";

/** What a person still has to choose, in the editor's order; empty: the query can be sent. */
export function missingFields(query: ModelwatchQuery): readonly string[] {
  const missing: string[] = [];
  const { subject, compare } = query;
  if (!subject?.model) missing.push("a model");
  const target = subject?.target;
  if (target !== undefined && "name" in target && target.name === "") {
    missing.push({ feature: "a feature", business: "a business value", metric: "a metric" }[target.kind]);
  }
  if (questionOf(query.analysis ?? "drift")?.compares) {
    if (!compare?.attribute) missing.push("what to compare by");
    if (!compare?.treated) missing.push("the treated group");
    if (!compare?.control) missing.push("the control group");
  }
  return missing;
}
