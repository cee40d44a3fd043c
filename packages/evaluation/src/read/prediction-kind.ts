import {
  ATTR_PREDICTION_KIND,
  ModelwatchError,
  PREDICTION_KIND_CLASSES,
  PREDICTION_KIND_SCORE,
} from "@modelwatch/conventions";
import type { Matcher } from "@modelwatch/sources";
import { equals, modelMatchers, type ReadContext } from "./model-matchers.js";

/** How to take a model's predictions. Those of a regression are not marked; it is known by its residuals. */
export type PredictionKind = "probability" | typeof PREDICTION_KIND_SCORE | typeof PREDICTION_KIND_CLASSES;

/** Series of this kind only. Probabilities carry no mark: an absent attribute reads as empty. */
export function kindMatcher(kind: PredictionKind): Matcher {
  return equals(ATTR_PREDICTION_KIND, kind === "probability" ? "" : kind);
}

/** Leaves out predictions of one of several classes, of which none is the positive one. */
export const NOT_CLASSES: Matcher = {
  attribute: ATTR_PREDICTION_KIND,
  operator: "!=",
  value: PREDICTION_KIND_CLASSES,
};

/** @throws ModelwatchError `unsupported` where the model was of two kinds in the range. */
export async function readPredictionKind(
  context: ReadContext,
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<PredictionKind> {
  const request = { attribute: ATTR_PREDICTION_KIND, matchers: modelMatchers(context.subject), range };
  const found = await context.source.labelValues(request, context.signal);
  const marks = [PREDICTION_KIND_SCORE, PREDICTION_KIND_CLASSES].filter((kind) => found.includes(kind));
  if (marks.length > 1) {
    throw new ModelwatchError("unsupported", {
      problem: `model "${context.subject.model}" predicts both a ranking score and classes in this range`,
      allowed: "one kind of prediction",
      remedy: "name a version (modelVersion), or a range in which there is one kind",
    });
  }
  return marks[0] ?? "probability";
}
