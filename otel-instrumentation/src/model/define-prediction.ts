import { CATEGORY_OTHER, CLASS_NEGATIVE, CLASS_POSITIVE, PROBABILITY_BOUNDS } from "@modelwatch/conventions";
import { checkBounds, checkValues, invalid } from "./check-declaration.js";
import { defineNumeric } from "./define-numeric.js";
import type { NumericDefinition, PredictionDefinition } from "./model-definition.js";
import type {
  ClassesDeclaration,
  NumberDeclaration,
  PredictionDeclaration,
  ProbabilityDeclaration,
  ScoreDeclaration,
} from "./prediction-declaration.js";

/** Most classes of a prediction: the outcomes of each decision are counted by each truth. */
const MAX_CLASSES = 50;

/** A checked prediction with its defaults. @throws ModelwatchError `invalid-argument` naming the field. */
export function definePrediction(declaration: PredictionDeclaration): PredictionDefinition {
  switch (declaration?.kind) {
    case "probability":
      return defineProbability(declaration);
    case "number":
      return defineNumber(declaration);
    case "score":
      return defineScore(declaration);
    case "classes":
      return defineClasses(declaration);
    default:
      throw invalid(
        "the prediction's kind is unknown",
        "probability(…), classes([…]), number(…) or score(…)",
      );
  }
}

function defineProbability({ bounds, threshold }: ProbabilityDeclaration): PredictionDefinition {
  const range = probabilityRange(bounds);
  return { kind: "probability", ...range, ...checkedThreshold(threshold, range) };
}

function defineNumber(declaration: NumberDeclaration): PredictionDefinition {
  const { errorBounds } = declaration;
  if (errorBounds) checkBounds(errorBounds, "the prediction's error");
  const numeric = defineNumeric(declaration, "the prediction");
  return { ...numeric, kind: "number", ...(errorBounds && { errorBounds: [...errorBounds] }) };
}

function defineScore(declaration: ScoreDeclaration): PredictionDefinition {
  const numeric = defineNumeric(declaration, "the prediction");
  return { ...numeric, kind: "score", ...checkedThreshold(declaration.threshold, numeric) };
}

/** The names 0 and 1 are those of a binary outcome, whose score is a probability of the class 1: here it would be taken for one. */
function defineClasses({ classes, bounds }: ClassesDeclaration): PredictionDefinition {
  checkValues(classes, CATEGORY_OTHER, "the classes");
  if (classes.length < 2 || classes.length > MAX_CLASSES)
    throw invalid(`there are ${classes.length} classes`, `2 to ${MAX_CLASSES}`);
  if (classes.includes(CLASS_NEGATIVE) || classes.includes(CLASS_POSITIVE)) {
    throw invalid(
      `the classes contain "${CLASS_NEGATIVE}" or "${CLASS_POSITIVE}"`,
      "probability(…) for two classes, or names such as digit-0",
    );
  }
  return { kind: "classes", ...probabilityRange(bounds), classes: [...classes] };
}

function probabilityRange(bounds: readonly number[] = PROBABILITY_BOUNDS): NumericDefinition {
  checkBounds(bounds, "the prediction");
  return { bounds: [...bounds], min: 0, max: 1 };
}

function checkedThreshold(
  threshold: number | undefined,
  { min, max }: NumericDefinition,
): { readonly threshold?: number } {
  if (threshold === undefined) return {};
  if (!(threshold >= min && threshold <= max))
    throw invalid(`the threshold is ${threshold}`, `a number in [${min}, ${max}]`);
  return { threshold };
}
