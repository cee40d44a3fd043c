import { needsTwoCells, swap } from "./inputs.js";
import type {
  ComparisonInput,
  ParameterValues,
  StatisticDefinition,
} from "../definition/statistic-definition.js";
import {
  createCategoricalDistribution,
  createNumericDistribution,
} from "../distribution/create-distribution.js";
import type { Distribution } from "../distribution/distribution.js";
import { distributionFromValues } from "../distribution/from-values.js";
import type { UndeterminedReason } from "../distribution/undetermined.js";

type Degenerate = ComparisonInput & { readonly parameters?: ParameterValues };

const fair: Distribution = distributionFromValues([-3, -2, -1, 1, 2, 5], [0]);
const none: Distribution = distributionFromValues([], [0]);
const named: Distribution = createCategoricalDistribution({ categories: ["a", "b"], counts: [3, 4] });

/** For each reason, an input that must give it. */
export const DEGENERATE_INPUTS: Readonly<
  Record<UndeterminedReason, (statistic: StatisticDefinition) => Degenerate>
> = {
  "empty-reference": () => ({ reference: none, current: fair }),
  "empty-current": () => swap({ reference: none, current: fair }),
  empty: () => ({ reference: none, current: none }),
  "too-few": () => ({ reference: distributionFromValues([1], [0]), current: fair }),
  "kind-mismatch": () => ({ reference: named, current: fair }),
  "no-common-bounds": () => ({ reference: distributionFromValues([1, 3], [2]), current: fair }),
  "not-numeric": () => ({ reference: named, current: named }),
  "one-cell": (statistic) => {
    const all = createNumericDistribution({ bounds: [0], counts: [0, 7] });
    const allNamed = createCategoricalDistribution({ categories: ["a", "b"], counts: [7, 0] });
    return needsTwoCells(statistic)
      ? { reference: allNamed, current: allNamed }
      : { reference: all, current: all };
  },
  "empty-cell": () => ({
    reference: distributionFromValues([-1, -1], [0]),
    current: fair,
    parameters: { pseudoCount: 0 },
  }),
  "not-two-cells": () => {
    const three = distributionFromValues([-1, 1, 3], [0, 2]);
    return { reference: three, current: three };
  },
  "open-tail": () => {
    // no known end, and a closed bucket wider than the largest number
    const bounds = [-Number.MAX_VALUE, Number.MAX_VALUE];
    return {
      reference: createNumericDistribution({ bounds, counts: [7, 0, 0] }),
      current: createNumericDistribution({ bounds, counts: [0, 0, 4] }),
    };
  },
  "moments-missing": () => ({
    reference: createNumericDistribution({ bounds: [0], counts: [3, 4] }),
    current: fair,
  }),
  constant: () => {
    const same = distributionFromValues([2, 2, 2], [0]);
    return { reference: same, current: same };
  },
};
