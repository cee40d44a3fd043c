import { INVALID_REASONS, type InvalidReason } from "@modelwatch/conventions";

/** Marks a value that is counted in its distribution. */
export const VALID = -1;

export const MISSING = reasonIndex("missing");
export const WRONG_TYPE = reasonIndex("wrong-type");
const NOT_A_NUMBER = reasonIndex("nan");
const INFINITE = reasonIndex("infinite");
const OUT_OF_RANGE = reasonIndex("out-of-range");

/** {@link VALID}, or the index in `INVALID_REASONS` of why a value is not a number in [min, max]. */
export function checkNumber(value: unknown, min: number, max: number): number {
  if (typeof value === "number") {
    if (value >= min && value <= max) return VALID;
    if (Number.isNaN(value)) return NOT_A_NUMBER;
    return Number.isFinite(value) ? OUT_OF_RANGE : INFINITE;
  }
  return value == null ? MISSING : WRONG_TYPE;
}

/** The category of a value as text, or the index in `INVALID_REASONS` of why it has none. */
export function toCategory(value: unknown): string | number {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value !== "number") return value == null ? MISSING : WRONG_TYPE;
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? NOT_A_NUMBER : INFINITE;
}

function reasonIndex(reason: InvalidReason): number {
  return INVALID_REASONS.indexOf(reason);
}
