import { ModelwatchError } from "@modelwatch/conventions/error";
import { expect } from "vitest";

/**
 * Calls a function with a hostile input and checks what came of it: a value without NaN or infinite numbers, an `undetermined`
 * with a reason, or a ModelwatchError that blames the caller and names one of the arguments. Everything else fails the test.
 *
 * @param argumentNames at least one must appear in the message of an error; none given: no error is allowed.
 * @param openEdges keys whose number may be infinite, because an open tail's edge is.
 */
export function expectHonest(
  answer: () => unknown,
  {
    argumentNames = [],
    openEdges = [],
  }: { argumentNames?: readonly string[]; openEdges?: readonly string[] } = {},
): void {
  let result: unknown;
  try {
    result = answer();
  } catch (error) {
    if (argumentNames.length === 0) throw error;
    expect(error).toBeInstanceOf(ModelwatchError);
    const { source, message } = error as ModelwatchError;
    expect(source).toBe("caller");
    expect(
      argumentNames.filter((name) => message.includes(name)),
      message,
    ).not.toEqual([]);
    return;
  }
  expect(dishonestNumbers(result, openEdges, "result")).toEqual([]);
}

/** Paths of NaN and of infinite numbers; an `undetermined` without a reason. */
function dishonestNumbers(value: unknown, openEdges: readonly string[], path: string): string[] {
  if (typeof value === "number") {
    const key = path.slice(path.lastIndexOf(".") + 1);
    const isHonest = Number.isFinite(value) || (openEdges.includes(key) && !Number.isNaN(value));
    return isHonest ? [] : [`${path} is ${value}`];
  }
  if (value === null || typeof value !== "object") return [];
  if (ArrayBuffer.isView(value)) return dishonestNumbers(Array.from(value as Float64Array), openEdges, path);
  const entries = Object.entries(value);
  const nested = entries.flatMap(([key, each]) => dishonestNumbers(each, openEdges, `${path}.${key}`));
  const lacksReason = "kind" in value && value.kind === "undetermined" && !("reason" in value);
  return lacksReason ? [...nested, `${path} has no reason`] : nested;
}
