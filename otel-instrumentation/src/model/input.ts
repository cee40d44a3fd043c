import type { CategoricalDeclaration, ModelDeclaration, ProbabilityDeclaration } from "./declaration.js";

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

/** Ground truth: the class of a probability model (`1` or `true` is the positive one), else a number. */
export type Truth<D extends ModelDeclaration> = D["prediction"] extends ProbabilityDeclaration
  ? 0 | 1 | boolean
  : number;

/** Where a prediction, outcome or business value belongs. */
export interface Placement<D extends ModelDeclaration> {
  readonly strata?: StratumValues<D>;
  /** Left out where the decision is in no experiment. */
  readonly arm?: ArmOf<D> | undefined;
}

export interface Prediction<D extends ModelDeclaration> extends Placement<D> {
  readonly score: number | Missing;
  readonly features?: FeatureValues<D>;
}

export interface Outcome<D extends ModelDeclaration> extends Placement<D> {
  /** The score that was given when the prediction was made. */
  readonly score: number | Missing;
  readonly truth: Truth<D> | Missing;
  /** Label delay: from the prediction to the arrival of its truth, in milliseconds. */
  readonly ageMs: number;
}
