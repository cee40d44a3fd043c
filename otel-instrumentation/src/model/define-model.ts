import { CATEGORY_OTHER, ModelwatchError } from "@modelwatch/conventions";
import { MAX_CATEGORIES, checkText, checkValues, invalid } from "./check-declaration.js";
import type { BusinessOptions, FeatureDeclaration, ModelDeclaration } from "./declaration.js";
import { defineNumeric } from "./define-numeric.js";
import { definePrediction } from "./define-prediction.js";
import type { BusinessDefinition, FeatureDefinition, ModelDefinition } from "./model-definition.js";

const DEFAULT_TOP = 20;
const DEFAULT_MAX_CROSSED_STRATA = 50;
/** Each stratum multiplies the cells of a model by its values and `__other__`. */
const MAX_STRATA = 8;

/**
 * Checks a model's declaration and fills in its defaults. Call it at start: it is the one place that throws.
 * @throws ModelwatchError `invalid-argument` naming the field; `limit-exceeded` where the declared strata cross to more
 * combinations than `maxCrossedStrata`.
 */
export function defineModel<const D extends ModelDeclaration>(declaration: D): ModelDefinition<D> {
  checkText(declaration.name, "the model's name");
  checkText(declaration.version, "the model's version");
  const strata = new Map(Object.entries(declaration.strata ?? {}));
  for (const [stratum, values] of strata) {
    checkText(stratum, "a stratum's name");
    checkValues(values, CATEGORY_OTHER, `stratum "${stratum}"`);
  }
  checkCrossing(strata, declaration.maxCrossedStrata ?? DEFAULT_MAX_CROSSED_STRATA);
  const arms = declaration.arms ?? [];
  if (arms.length > 0) checkValues(arms, CATEGORY_OTHER, "arms");
  return Object.freeze({
    declaration,
    name: declaration.name,
    version: declaration.version,
    prediction: definePrediction(declaration.prediction),
    features: mapEntries(declaration.features ?? {}, "a feature's name", defineFeature),
    business: mapEntries(declaration.business ?? {}, "a business metric's name", defineBusiness),
    strata,
    arms: [...arms],
  });
}

function defineFeature(declaration: FeatureDeclaration, name: string): FeatureDefinition {
  switch (declaration?.kind) {
    case "numeric":
      return { ...defineNumeric(declaration, `feature "${name}"`), kind: "numeric" };
    case "categorical": {
      const { categories, top = DEFAULT_TOP } = declaration;
      if (!(Number.isInteger(top) && top >= 1 && top <= MAX_CATEGORIES)) {
        throw invalid(`top of feature "${name}" is ${top}`, `an integer from 1 to ${MAX_CATEGORIES}`);
      }
      if (categories === undefined) return { kind: "categorical", top };
      checkValues(categories, CATEGORY_OTHER, `feature "${name}"`);
      if (categories.length > MAX_CATEGORIES) {
        throw invalid(`feature "${name}" has ${categories.length} categories`, `at most ${MAX_CATEGORIES}`);
      }
      return { kind: "categorical", categories: [...categories], top };
    }
    default:
      throw invalid(`feature "${name}" has no known kind`, "numeric(…) or categorical(…)");
  }
}

function defineBusiness(options: BusinessOptions, name: string): BusinessDefinition {
  const what = `business metric "${name}"`;
  const numeric = defineNumeric(options, what);
  if (options.covariate === undefined) return numeric;
  return { ...numeric, covariate: defineNumeric(options.covariate, `the covariate of ${what}`) };
}

function checkCrossing(strata: ReadonlyMap<string, readonly string[]>, most: number): void {
  if (strata.size > MAX_STRATA) {
    throw new ModelwatchError("limit-exceeded", {
      problem: `${strata.size} strata are declared`,
      allowed: `at most ${MAX_STRATA}`,
      remedy: "keep those by which performance and value are compared",
    });
  }
  let crossed = 1;
  for (const values of strata.values()) crossed *= values.length;
  if (crossed <= most) return;
  throw new ModelwatchError("limit-exceeded", {
    problem: `the declared strata cross to ${crossed} combinations`,
    allowed: `at most ${most} (maxCrossedStrata)`,
    remedy:
      "declare fewer values (the rest is counted as __other__), or raise maxCrossedStrata knowing its cost in series",
  });
}

function mapEntries<A, B>(
  record: Readonly<Record<string, A>>,
  what: string,
  map: (value: A, name: string) => B,
) {
  const result = new Map<string, B>();
  for (const [name, value] of Object.entries(record)) {
    checkText(name, what);
    result.set(name, map(value, name));
  }
  return result;
}
