import type {
  ComparisonInput,
  ParameterValues,
  StatisticParameter,
} from "../definition/statistic-definition.js";
import { jsDivergenceOf } from "../distances/divergences.js";
import { createReferenceProfile } from "../distances/reference-profile.js";
import { countCells, samplingNoise } from "./comparison-results.js";

/** The base of the logarithm, shared by the divergence and its root. */
export const BASE: StatisticParameter = {
  name: "base",
  unit: "1",
  default: 2,
  minInclusive: 2,
  maxInclusive: 10,
  reason: "base 2 makes the largest value 1; give e = 2.718281828459045 to compare with tools that use nats",
};

/** The Jensen–Shannon divergence with what frames it, in units of the base's logarithm. */
export function measureJensenShannon(
  input: ComparisonInput,
  parameters: ParameterValues,
): {
  readonly divergence: number;
  /** Of two distributions without a common cell. */
  readonly greatest: number;
  /** (cells − 1)(1/n + 1/n0)/(8 ln base), the second-order mean without change. */
  readonly noiseFloor: number;
  readonly counted: ReturnType<typeof countCells>;
} {
  const logBase = Math.log(parameters["base"] ?? BASE.default);
  const greatest = Math.LN2 / logBase;
  const counted = countCells(input);
  const { counts, count } = input.current;
  const nats = jsDivergenceOf(createReferenceProfile(input.reference), counts, 0, count);
  return {
    divergence: Math.min(greatest, Math.max(0, nats) / logBase),
    greatest,
    noiseFloor: Math.min(greatest, ((counted.cells - 1) * samplingNoise(input)) / (8 * logBase)),
    counted,
  };
}
