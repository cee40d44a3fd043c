import { ModelwatchError } from "@modelwatch/conventions/error";
import type {
  ComparisonInput,
  ParameterValues,
  StatisticDefinition,
  StatisticResult,
} from "./definition/statistic-definition.js";
import { requireArgument } from "./definition/require-argument.js";
import { alignDistributions } from "./distribution/align.js";
import type { UndeterminedReason } from "./distribution/undetermined.js";
import { STATISTICS } from "./registry.js";

/** The definition with this id. @throws ModelwatchError `not-found` naming the ids that exist. */
export function findStatistic(id: string): StatisticDefinition {
  const found = STATISTICS.find((statistic) => statistic.id === id);
  if (found !== undefined) return found;
  throw new ModelwatchError("not-found", {
    problem: `there is no statistic "${id}"`,
    allowed: STATISTICS.map((statistic) => statistic.id).join(", "),
  });
}

/**
 * Compares the current distribution with the reference. Layouts that differ are aligned first (bounds coarsened to the common ones,
 * categories united); parameters that are not given take their defaults. What the data cannot answer is `undetermined` with its reason,
 * never a number.
 * @throws ModelwatchError `not-found` for an unknown id; `invalid-argument` for an unknown parameter or a value outside its limits.
 */
export function computeStatistic(
  id: string,
  input: ComparisonInput,
  parameters: ParameterValues = {},
): StatisticResult {
  const definition = findStatistic(id);
  const values = completeParameters(definition, parameters);
  const undetermined = (reason: UndeterminedReason): StatisticResult => ({
    kind: "undetermined",
    reason,
    counts: { reference: input.reference.count, current: input.current.count },
  });
  if (input.reference.kind !== input.current.kind) return undetermined("kind-mismatch");
  if (!definition.inputs.kinds.includes(input.current.kind)) return undetermined("not-numeric");
  if (input.reference.count === 0) return undetermined("empty-reference");
  const least = definition.inputs.leastCount;
  if (input.current.count === 0 && least > 0) return undetermined("empty-current");
  if (input.reference.count < least || input.current.count < least) return undetermined("too-few");
  if (definition.inputs.layouts === "any") return definition.compute(input, values);
  const aligned = alignDistributions(input.reference, input.current);
  if (aligned.kind === "undetermined") return undetermined(aligned.reason);
  return definition.compute({ reference: aligned.a, current: aligned.b }, values);
}

function completeParameters(definition: StatisticDefinition, given: ParameterValues): ParameterValues {
  const known = definition.parameters.map((parameter) => parameter.name);
  for (const name of Object.keys(given)) {
    requireArgument(
      known.includes(name),
      `${definition.id} has no parameter "${name}"`,
      known.join(", ") || "none",
    );
  }
  return Object.fromEntries(
    definition.parameters.map((parameter) => {
      const value = given[parameter.name] ?? parameter.default;
      requireArgument(
        value >= parameter.minInclusive && value <= parameter.maxInclusive,
        `${parameter.name} is ${value}`,
        `${parameter.minInclusive} to ${parameter.maxInclusive}`,
      );
      return [parameter.name, value];
    }),
  );
}
