import { ModelwatchError } from "@modelwatch/conventions";
import { RE2JS } from "re2js";
import { labelOf } from "./labels.js";
import type { Labels, Matcher } from "./source.js";

/**
 * Matchers as one predicate over labels, with Prometheus' meaning: a label that is absent reads as the empty string, and a
 * regular expression must match the whole value (RE2 syntax, linear time, `.` matches newlines too).
 *
 * @throws ModelwatchError `invalid-argument` where a regular expression does not parse.
 */
export function compileMatchers(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const tests = matchers.map((matcher) => {
    const accepts = compileValue(matcher);
    return (labels: Labels) => accepts(labelOf(labels, matcher.attribute));
  });
  return (labels) => tests.every((test) => test(labels));
}

function compileValue(matcher: Matcher): (value: string) => boolean {
  if (matcher.operator === "=") return (value) => value === matcher.value;
  if (matcher.operator === "!=") return (value) => value !== matcher.value;
  const expression = compileExpression(matcher);
  const expected = matcher.operator === "=~";
  return (value) => expression.testExact(value) === expected;
}

function compileExpression(matcher: Matcher): RE2JS {
  try {
    return RE2JS.compile(matcher.value, RE2JS.DOTALL);
  } catch (error) {
    throw new ModelwatchError(
      "invalid-argument",
      {
        problem: `the matcher on ${matcher.attribute} is not a regular expression: ${JSON.stringify(matcher.value)}`,
        allowed: "RE2 syntax is",
      },
      { cause: error },
    );
  }
}
