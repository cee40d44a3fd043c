import { ModelwatchError } from "@modelwatch/conventions";
import type {
  ComparisonInput,
  ParameterValues,
  StatisticDefinition,
  StatisticResult,
} from "./definition/statistic-definition.js";

/** Every comparison of two distributions, in display order. */
export const STATISTICS = [] as const satisfies readonly StatisticDefinition[];

/** @throws ModelwatchError `not-found` naming the ids that exist. */
export function findStatistic(_id: string): StatisticDefinition {
  throw new ModelwatchError("unsupported", "findStatistic is being written");
}

/** Aligns the two sides, checks the parameters and computes. Missing parameters take their defaults. */
export function computeStatistic(
  _id: string,
  _input: ComparisonInput,
  _parameters?: ParameterValues,
): StatisticResult {
  throw new ModelwatchError("unsupported", "computeStatistic is being written");
}
