import { MAX_BOUNDS, ModelwatchError } from "@modelwatch/conventions";

/** Most categories that one feature may have. */
export const MAX_CATEGORIES = 200;

const MAX_TEXT = 200;

/** A name or attribute value that goes onto the wire. @throws ModelwatchError `invalid-argument`. */
export function checkText(value: unknown, what: string): void {
  if (typeof value === "string" && value.length > 0 && value.length <= MAX_TEXT) return;
  throw invalid(`${what} is ${show(value)}`, `a string of 1 to ${MAX_TEXT} characters`);
}

/** @throws ModelwatchError `invalid-argument` unless finite, strictly ascending and at most `MAX_BOUNDS`. */
export function checkBounds(bounds: unknown, what: string): void {
  if (!Array.isArray(bounds) || bounds.length === 0 || bounds.length > MAX_BOUNDS) {
    throw invalid(`the bounds of ${what} are ${show(bounds)}`, `1 to ${MAX_BOUNDS} ascending numbers`);
  }
  for (const [index, bound] of bounds.entries()) {
    if (!Number.isFinite(bound))
      throw invalid(`bound ${index} of ${what} is ${show(bound)}`, "finite numbers");
    const before: unknown = bounds[index - 1];
    if (typeof before === "number" && before >= bound) {
      throw invalid(
        `the bounds of ${what} do not ascend: ${before}, ${bound}`,
        "each bound larger than the one before",
      );
    }
  }
}

/** @throws ModelwatchError `invalid-argument` for an empty range or one beyond ±`limit`. */
export function checkRange(min: unknown, max: unknown, limit: number, what: string): void {
  const isRange =
    typeof min === "number" && typeof max === "number" && min < max && min >= -limit && max <= limit;
  if (!isRange)
    throw invalid(`the range of ${what} is ${show(min)} to ${show(max)}`, `min < max within ±${limit}`);
}

/** Distinct, non-empty texts. @throws ModelwatchError `invalid-argument`. */
export function checkValues(values: unknown, reserved: string, what: string): void {
  if (!Array.isArray(values) || values.length === 0)
    throw invalid(`${what} is ${show(values)}`, "a list of strings");
  for (const value of values) {
    checkText(value, `a value of ${what}`);
    if (value === reserved)
      throw invalid(`${what} contains ${show(value)}`, "any other value: this one is reserved");
  }
  if (new Set(values).size !== values.length)
    throw invalid(`${what} repeats a value: ${show(values)}`, "distinct values");
}

export function invalid(problem: string, allowed: string): ModelwatchError {
  return new ModelwatchError("invalid-argument", {
    problem,
    allowed,
    remedy: "correct the model's declaration",
  });
}

function show(value: unknown): string {
  if (value === undefined) return "missing";
  const text = typeof value === "number" ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}
