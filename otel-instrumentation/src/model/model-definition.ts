import type { ModelDeclaration } from "./declaration.js";
import type { PredictionDeclaration } from "./prediction-declaration.js";

/** How a number is counted: bounds (absent until a reference gives them), unit and the range that is valid. */
export interface NumericDefinition {
  readonly bounds?: readonly number[];
  /** How values are counted where no bounds are known; absent: by the default bounds. */
  readonly buckets?: "exponential";
  readonly unit?: string;
  readonly min: number;
  readonly max: number;
}

export interface NumericFeatureDefinition extends NumericDefinition {
  readonly kind: "numeric";
}

export interface CategoricalFeatureDefinition {
  readonly kind: "categorical";
  readonly categories?: readonly string[];
  readonly top: number;
}

export type FeatureDefinition = NumericFeatureDefinition | CategoricalFeatureDefinition;

export interface PredictionDefinition extends NumericDefinition {
  readonly kind: PredictionDeclaration["kind"];
  readonly threshold?: number;
  readonly errorBounds?: readonly number[];
  /** Only of the kind `classes`; bounds and range are then those of the chosen class's probability. */
  readonly classes?: readonly string[];
}

export interface BusinessDefinition extends NumericDefinition {
  /** Absent: values come without one. */
  readonly covariate?: NumericDefinition;
}

/**
 * A checked declaration with its defaults, made by `defineModel` only. The type parameter carries the declared names to
 * the calls that use them.
 */
export interface ModelDefinition<D extends ModelDeclaration = ModelDeclaration> {
  readonly declaration: D;
  readonly name: string;
  readonly version: string;
  readonly prediction: PredictionDefinition;
  readonly features: ReadonlyMap<string, FeatureDefinition>;
  readonly business: ReadonlyMap<string, BusinessDefinition>;
  readonly strata: ReadonlyMap<string, readonly string[]>;
  readonly arms: readonly string[];
}

/**
 * The range of a number without a declared one. Beyond ±1e100 a square, or a sum of squares, would overflow and make
 * every later sum of its series infinite.
 */
export const LARGEST_MAGNITUDE = 1e100;

/** True where the definition rules negative values out: the histogram then carries its own sum. */
export function isNeverNegative(definition: NumericDefinition): boolean {
  return definition.min >= 0;
}
