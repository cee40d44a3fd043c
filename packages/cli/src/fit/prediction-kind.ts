import { ModelwatchError } from "@modelwatch/conventions";
import { isNumber } from "./column-role.js";
import type { ColumnProfile } from "./profile-columns.js";

export const PREDICTION_KINDS = ["probability", "number", "score"] as const;
export type PredictionKind = (typeof PREDICTION_KINDS)[number];

/** How the target's cells read as ground truth. */
export type TruthKind = "class" | "number" | "none";

/**
 * Whether the target is a class (two values, of which `positive`, 1 or true is the positive one) or a number.
 * @throws ModelwatchError `invalid-argument` where it is neither.
 */
export function truthKindOf(target: ColumnProfile | undefined, positive: string | undefined): TruthKind {
  if (target === undefined) return "none";
  const { name, type, distinct, min, max } = target;
  if (positive !== undefined || type === "BOOLEAN") return "class";
  if (isNumber(target)) {
    const isDigit = distinct <= 2 && [min, max].every((value) => Number(value) === 0 || Number(value) === 1);
    return isDigit ? "class" : "number";
  }
  throw new ModelwatchError("invalid-argument", {
    problem: `the target "${name}" holds texts (${type}, about ${distinct} different, such as ${JSON.stringify(min)})`,
    allowed: "0 and 1, true and false, or numbers",
    remedy: "say with --positive which text is the positive class; all others are then the negative one",
  });
}

/**
 * What the score is, where nobody says: beside a class a probability if all lie in [0, 1], else a number that ranks; beside a number
 * a number.
 * @throws ModelwatchError `invalid-argument` where the column holds no numbers.
 */
export function predictionKindOf(score: ColumnProfile, truth: TruthKind): PredictionKind {
  if (!isNumber(score)) {
    throw new ModelwatchError("invalid-argument", {
      problem: `the score "${score.name}" holds ${score.type}`,
      allowed: "a column of numbers",
      remedy: "say with --missing which text stands for a missing value",
    });
  }
  if (truth === "number") return "number";
  if (Number(score.min) >= 0 && Number(score.max) <= 1) return "probability";
  return truth === "class" ? "score" : "number";
}
