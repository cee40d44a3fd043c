import type { StatisticDefinition } from "./statistic-definition.js";

/** A definition that nobody can change afterwards, its inner records and lists included. */
export function defineStatistic(definition: StatisticDefinition): StatisticDefinition {
  freezeDeeply(definition);
  return definition;
}

function freezeDeeply(value: object): void {
  Object.freeze(value);
  for (const inner of Object.values(value)) {
    if (typeof inner === "object" && inner !== null) freezeDeeply(inner);
  }
}
