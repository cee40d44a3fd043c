import { ModelwatchError, toModelwatchError } from "@modelwatch/conventions";
import { FAMILIES } from "./families.js";
import type { Answer, ComputeFamily, JsonValue } from "./family.js";
import type { ComputeCase } from "./read-cases.js";

/** A line of the answer: a result whose unknown entries are null, with the reason, or an error of this case alone. */
export type AnsweredCase = { readonly id: string | number } & (
  Answer | { readonly error: { readonly code: string; readonly message: string } }
);

/** Answers every case, each on its own: one that is wrong says so and does not keep the others from their results. */
export function computeCases(cases: readonly ComputeCase[]): AnsweredCase[] {
  return cases.map((each) => {
    try {
      return { id: each.id, ...withoutInfinities(familyOf(each).answer(each["input"])) };
    } catch (error) {
      const { code, message } = toModelwatchError(error);
      return { id: each.id, error: { code, message } };
    }
  });
}

function familyOf({ family }: ComputeCase): ComputeFamily {
  const found = FAMILIES.find(({ name }) => name === family);
  if (found !== undefined) return found;
  throw new ModelwatchError("not-found", {
    problem: `there is no family ${JSON.stringify(family) ?? "(none given)"}`,
    allowed: FAMILIES.map(({ name }) => name).join(", "),
  });
}

/** JSON has no ∞; what outgrew doubles on its way becomes null, and the answer says which. */
function withoutInfinities({ result, undetermined, ...answer }: Answer): Answer {
  const beyond: string[] = [];
  const clean = (value: JsonValue, path: string): JsonValue => {
    if (typeof value === "number") {
      if (Number.isFinite(value)) return value;
      beyond.push(path);
      return null;
    }
    if (Array.isArray(value)) return value.map((each: JsonValue, index) => clean(each, `${path}[${index}]`));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, clean(each, `${path}.${key}`)]),
    );
  };
  const cleaned = Object.fromEntries(Object.entries(result).map(([key, value]) => [key, clean(value, key)]));
  const reasons = [
    undetermined,
    beyond.length > 0 ? `beyond what a number can hold: ${beyond.join(", ")}` : undefined,
  ];
  const said = reasons.filter((reason) => reason !== undefined).join("; ");
  return { result: cleaned, ...(said === "" ? {} : { undetermined: said }), ...answer };
}
