import type { CategoricalDeclaration, ModelDeclaration, ProbabilityDeclaration } from "./declaration.js";

type Missing = null | undefined;

type FeaturesOf<D extends ModelDeclaration> = NonNullable<D["features"]>;
type StrataOf<D extends ModelDeclaration> = NonNullable<D["strata"]>;

/** One value for each declared feature; an absent, null or undefined one is counted as `missing`. */
export type FeatureValues<D extends ModelDeclaration> = {
  readonly [Name in keyof FeaturesOf<D>]?:
    (FeaturesOf<D>[Name] extends CategoricalDeclaration ? string | number | boolean : number) | Missing;
};

/** Ground truth: the class of a probability model (`1` or `true` is the positive one), else a number. */
export type Truth<D extends ModelDeclaration> = D["prediction"] extends ProbabilityDeclaration
  ? 0 | 1 | boolean
  : number;

/** Where a prediction, outcome or business value belongs. A stratum left out is counted as `__other__`. */
export interface Placement<D extends ModelDeclaration> {
  readonly strata?: { readonly [Stratum in keyof StrataOf<D>]?: string | Missing };
  /** Left out where the decision is in no experiment. */
  readonly arm?: NonNullable<D["arms"]>[number] | undefined;
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
