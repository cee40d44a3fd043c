import { labelsKey, pickLabels } from "../labels.js";
import { toLabel } from "./names.js";
import type { Labels } from "../source.js";
import type { Spelling } from "./names.js";

/** The attributes that split an answer, with the store's names for them. */
export interface Grouping {
  readonly storedLabels: readonly string[];
  /** The group of a stored label set, in the wire's spelling. */
  groupOf(stored: Labels): Labels;
}

export function toGrouping(attributes: readonly string[], spelling: Spelling): Grouping {
  const pairs = attributes.map((attribute) => [attribute, toLabel(attribute, spelling)] as const);
  return {
    storedLabels: pairs.map(([, label]) => label),
    groupOf: (stored) => {
      const all = Object.fromEntries(pairs.map(([attribute, label]) => [attribute, stored[label] ?? ""]));
      return pickLabels(all, attributes);
    },
  };
}

/** How many series each group has, by the group's key. */
export function countByGroup(series: readonly Labels[], grouping: Grouping): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const labels of series) {
    const key = labelsKey(grouping.groupOf(labels));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
