import { badShape } from "./failure.js";

const WHERE = "ClickHouse";

/** A column of numbers, a value for each window. */
export function numbers(value: unknown): readonly number[] {
  if (Array.isArray(value) && value.every((item: unknown): item is number => typeof item === "number")) {
    return value;
  }
  throw badShape(value, WHERE);
}

export function texts(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.every((item: unknown): item is string => typeof item === "string")) {
    return value;
  }
  throw badShape(value, WHERE);
}

export function number(value: unknown): number {
  if (typeof value === "number") return value;
  throw badShape(value, WHERE);
}

export function textValue(value: unknown): string {
  if (typeof value === "string") return value;
  throw badShape(value, WHERE);
}

export function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw badShape(value, WHERE);
}

export function labelMap(value: unknown): Readonly<Record<string, string>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, label]) => [name, textValue(label)]));
  }
  throw badShape(value, WHERE);
}
