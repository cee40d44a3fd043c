import { CATEGORY_OTHER, MAX_BOUNDS, type ReferenceFile } from "@modelwatch/conventions";
import { MAX_CATEGORIES } from "../model/check-declaration.js";
import { toReferenceId } from "./canonical-json.js";

/** A reference that can be used, or the first thing that is wrong with it. */
export type ReferenceResult =
  | { readonly kind: "reference"; readonly reference: ReferenceFile }
  | { readonly kind: "invalid"; readonly reason: string };

/** Parses the text of a reference file. Never throws: a broken file must not stop an inference service. */
export function parseReferenceFile(text: string): ReferenceResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return invalid(`it is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return checkReference(value);
}

/** Checks structure, counts and content hash. Never throws. */
export function checkReference(value: unknown): ReferenceResult {
  if (!isRecord(value)) return invalid("it is not a JSON object");
  if (value["format"] !== "modelwatch-reference") return invalid(`its format is ${show(value["format"])}`);
  if (value["version"] !== 1)
    return invalid(`its version is ${show(value["version"])}; this build reads version 1`);
  const problem = checkParts(value);
  if (problem !== undefined) return invalid(problem);
  // every field that is read has been checked
  const reference = value as unknown as ReferenceFile;
  let id: string;
  try {
    id = toReferenceId(reference);
  } catch {
    return invalid("it holds values that are not JSON");
  }
  if (reference.id !== id)
    return invalid(
      `its content has id ${id}, but it says ${show(reference.id)}: it was changed after fitting`,
    );
  return { kind: "reference", reference };
}

function checkParts(file: Record<string, unknown>): string | undefined {
  const { model, features, prediction, decisions, outcomes } = file;
  if (!isRecord(model) || typeof model["name"] !== "string" || typeof model["version"] !== "string") {
    return "model has no name and version";
  }
  if (!isRecord(features)) return "features is missing";
  if (prediction !== undefined) {
    const problem = checkHistogram(prediction, "prediction");
    if (problem !== undefined) return problem;
  }
  if (decisions !== undefined) {
    const isCategorical = isRecord(decisions) && decisions["kind"] === "categorical";
    const problem = isCategorical ? checkCategories(decisions, "decisions") : "decisions are not categorical";
    if (problem !== undefined) return problem;
  }
  if (outcomes !== undefined && !isRecord(outcomes)) return "outcomes is not an object";
  for (const [name, histogram] of Object.entries(outcomes ?? {})) {
    const problem = checkHistogram(histogram, `outcome ${show(name)}`);
    if (problem !== undefined) return problem;
  }
  for (const [name, feature] of Object.entries(features)) {
    const what = `feature ${show(name)}`;
    const isCategorical = isRecord(feature) && feature["kind"] === "categorical";
    const problem = isCategorical ? checkCategories(feature, what) : checkHistogram(feature, what);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function checkHistogram(value: unknown, what: string): string | undefined {
  if (!isRecord(value) || value["kind"] !== "numeric") return `${what} is neither numeric nor categorical`;
  const { bounds, counts, negativeSum } = value;
  if (!isNumbers(bounds) || !isAscending(bounds)) return `${what} has no ascending bounds`;
  if (bounds.length === 0 || bounds.length > MAX_BOUNDS) return `${what} has ${bounds.length} bounds`;
  if (!isNumbers(counts) || counts.length !== bounds.length + 1)
    return `${what} needs ${bounds.length + 1} counts`;
  if (!counts.every(isCount)) return `${what} has a count that is not a non-negative integer`;
  for (const field of ["sum", "sumOfSquares", "min", "max"]) {
    if (!Number.isFinite(value[field])) return `${what} has no finite ${field}`;
  }
  if (negativeSum !== undefined && !(Number.isFinite(negativeSum) && Number(negativeSum) >= 0)) {
    return `${what} has a negativeSum that is not a magnitude`;
  }
  return checkInvalid(value["invalid"], what);
}

function checkCategories(value: Record<string, unknown>, what: string): string | undefined {
  const { categories, counts } = value;
  if (!Array.isArray(categories) || !categories.every((category) => typeof category === "string")) {
    return `${what} has no list of categories`;
  }
  if (categories.length > MAX_CATEGORIES) return `${what} has more than ${MAX_CATEGORIES} categories`;
  if (new Set([...categories, CATEGORY_OTHER]).size !== categories.length + 1)
    return `${what} repeats a category`;
  if (!isNumbers(counts) || counts.length !== categories.length + 1)
    return `${what} needs ${categories.length + 1} counts`;
  if (!counts.every(isCount)) return `${what} has a count that is not a non-negative integer`;
  return checkInvalid(value["invalid"], what);
}

function checkInvalid(value: unknown, what: string): string | undefined {
  const isValid = isRecord(value) && Object.values(value).every(isCount);
  return isValid ? undefined : `${what} has no invalid counts by reason`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((element) => Number.isFinite(element));
}

function isAscending(values: readonly number[]): boolean {
  return values.every((value, index) => index === 0 || values[index - 1]! < value);
}

function isCount(value: unknown): boolean {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function invalid(reason: string): ReferenceResult {
  return { kind: "invalid", reason };
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? "missing").slice(0, 100);
}
