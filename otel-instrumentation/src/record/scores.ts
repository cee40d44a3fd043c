import type { Attributes } from "@opentelemetry/api";
import {
  ATTR_OUTCOME_AGE,
  ATTR_OUTCOME_CLASS,
  ATTR_PREDICTION_CLASS,
  ATTR_PREDICTION_KIND,
  ATTR_UNIT,
  CLASS_NEGATIVE,
  CLASS_POSITIVE,
  OUTCOME_AGES,
  PREDICTION_KIND_CLASSES,
  PREDICTION_KIND_SCORE,
} from "@modelwatch/conventions";
import type { PredictionDefinition } from "../model/model-definition.js";

/** The digit of a decision: 0 or 1 by the threshold, 2 where the model declares none. */
export const CLASS_DIGITS = 3;
/** The digit of an age that is not known lies behind the last of `OUTCOME_AGES`. */
export const AGE_DIGITS = OUTCOME_AGES.length + 1;

const KINDS: Readonly<Partial<Record<PredictionDefinition["kind"], string>>> = {
  score: PREDICTION_KIND_SCORE,
  classes: PREDICTION_KIND_CLASSES,
};

const CLASSES = [CLASS_NEGATIVE, CLASS_POSITIVE] as const;

export function classDigit(score: number, threshold: number | undefined): number {
  if (threshold === undefined) return 2;
  return score >= threshold ? 1 : 0;
}

/** The index in `OUTCOME_AGES`; `AGE_DIGITS − 1` for a value that is no duration. */
export function ageDigit(ageMs: unknown): number {
  if (typeof ageMs !== "number" || Number.isNaN(ageMs)) return AGE_DIGITS - 1;
  let digit = 0;
  while (digit < AGE_DIGITS - 2 && ageMs > OUTCOME_AGES[digit]!.upToMs) digit++;
  return digit;
}

/** 0 or 1 for a class given as number or boolean, else undefined. */
export function truthDigit(truth: unknown): 0 | 1 | undefined {
  if (truth === 1 || truth === true) return 1;
  if (truth === 0 || truth === false) return 0;
  return undefined;
}

export function classAttributes(digit: number): Attributes {
  const name = CLASSES[digit];
  return name === undefined ? {} : { [ATTR_PREDICTION_CLASS]: name };
}

export function truthAttributes(digit: number): Attributes {
  return { [ATTR_OUTCOME_CLASS]: CLASSES[digit] ?? CLASS_NEGATIVE };
}

export function ageAttributes(digit: number): Attributes {
  const age = OUTCOME_AGES[digit];
  return age === undefined ? {} : { [ATTR_OUTCOME_AGE]: age.name };
}

/** What tells a reader how to take the values of a prediction. */
export function predictionAttributes({ kind, unit }: PredictionDefinition): Attributes {
  const mark = KINDS[kind];
  return { ...(mark && { [ATTR_PREDICTION_KIND]: mark }), ...unitAttributes({ unit }) };
}

/** The decision of a binary model by name; undefined where it made none. */
export function classNameOf(digit: number): string | undefined {
  return CLASSES[digit];
}

export function unitAttributes({ unit }: { readonly unit?: string | undefined }): Attributes {
  return unit === undefined ? {} : { [ATTR_UNIT]: unit };
}
