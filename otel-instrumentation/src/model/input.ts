import type { CategoricalDeclaration, ModelDeclaration } from "./declaration.js";
import type { ClassesDeclaration, NumberDeclaration } from "./prediction-declaration.js";

type Missing = null | undefined;

/**
 * One value for each declared feature; an absent, null or undefined one is counted as `missing`. A model without features
 * takes none.
 */
export type FeatureValues<D extends ModelDeclaration> = D extends { readonly features: infer F }
  ? { readonly [Name in keyof F]?: FeatureValue<F[Name]> | Missing }
  : never;

type FeatureValue<F> = F extends CategoricalDeclaration ? string | number | boolean : number;

/** One value for each declared stratum; an absent or undeclared one is counted as `__other__`. */
export type StratumValues<D extends ModelDeclaration> = D extends { readonly strata: infer S }
  ? { readonly [Stratum in keyof S]?: string | Missing }
  : never;

export type ArmOf<D extends ModelDeclaration> = D extends { readonly arms: readonly (infer A)[] } ? A : never;

export type BusinessNameOf<D extends ModelDeclaration> = D extends { readonly business: infer B }
  ? keyof B & string
  : never;

/**
 * Ground truth: one of the declared classes of a `classes` model, a number for a `number` model, else the binary class (`1` or `true` is
 * the positive or relevant one).
 */
export type Truth<D extends ModelDeclaration> =
  D["prediction"] extends ClassesDeclaration<infer Class>
    ? Class
    : D["prediction"] extends NumberDeclaration
      ? number
      : 0 | 1 | boolean;

/** What the model said: a score, or of a `classes` model the class it chose and, where there is one, that class's probability. */
export type Decision<D extends ModelDeclaration> =
  D["prediction"] extends ClassesDeclaration<infer Class>
    ? { readonly class: Class | Missing; readonly score?: number | Missing }
    : { readonly score: number | Missing };

/** Where a prediction, outcome or business value belongs. */
export interface Placement<D extends ModelDeclaration> {
  readonly strata?: StratumValues<D>;
  /** Left out where the decision is in no experiment. */
  readonly arm?: ArmOf<D> | undefined;
}

/** Joins an outcome to its prediction inside the process (`join` of the watch's options). It never leaves it. Up to 256 characters. */
export type PredictionId = string | number;

export type Prediction<D extends ModelDeclaration> = Decision<D> &
  Placement<D> & {
    readonly features?: FeatureValues<D>;
    readonly id?: PredictionId | undefined;
  };

/** Ground truth with what was predicted. */
export type ValuedOutcome<D extends ModelDeclaration> = Decision<D> &
  Placement<D> & {
    readonly truth: Truth<D> | Missing;
    /** Label delay: from the prediction to the arrival of its truth, in milliseconds. */
    readonly ageMs: number;
  };

/** Ground truth of a prediction that was given the same id in this process; decision, strata, arm and label delay are the prediction's. */
export interface JoinedOutcome<D extends ModelDeclaration> {
  readonly id: PredictionId;
  readonly truth: Truth<D> | Missing;
}

export type Outcome<D extends ModelDeclaration> = ValuedOutcome<D> | JoinedOutcome<D>;

/** Where a business value belongs, with its covariate where the metric declares one; an absent one counts as 0. */
export type BusinessPlacement<D extends ModelDeclaration, Name extends BusinessNameOf<D>> = Placement<D> &
  (D extends { readonly business: Readonly<Record<Name, { readonly covariate: object }>> }
    ? { readonly covariate?: number | Missing }
    : unknown);
