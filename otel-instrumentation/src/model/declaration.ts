import type { PredictionDeclaration } from "./prediction-declaration.js";

/** A numeric feature or business metric. Negative values are kept. */
export interface NumericOptions {
  /** Ascending, upper-inclusive; by default those of the reference, or a coarse logarithmic layout. */
  readonly bounds?: readonly number[];
  /**
   * `exponential`: powers of 2^(2^−scale), of both signs, at the finest scale at which 160 buckets of a sign suffice; for values
   * whose range is not known. Not together with `bounds`; those of a reference win over it.
   */
  readonly buckets?: "exponential";
  readonly unit?: string;
  /** Inclusive; values outside are counted as `out-of-range`. `min >= 0` says that values are never negative. */
  readonly min?: number;
  readonly max?: number;
}

/** The range of a covariate; `min >= 0` says that it is never negative. */
export interface CovariateOptions {
  readonly min?: number;
  readonly max?: number;
}

export interface BusinessOptions extends NumericOptions {
  /**
   * Each value comes with a covariate: what was known of the same unit before the experiment (last month's spending). It takes out of
   * a comparison of arms what was different before (CUPED), so that fewer rows show the same effect.
   */
  readonly covariate?: CovariateOptions;
}

export interface NumericDeclaration extends NumericOptions {
  readonly kind: "numeric";
}

/**
 * A categorical feature: one series for each known category, `__other__` for the rest. Categories are known by
 * declaration (`categories`) or from the reference (the `top` most frequent); with neither, all values are `__other__`.
 */
export interface CategoricalOptions {
  readonly categories?: readonly string[];
  /** How many categories `fitReference` keeps; 20 by default. */
  readonly top?: number;
}

export interface CategoricalDeclaration extends CategoricalOptions {
  readonly kind: "categorical";
}

export type FeatureDeclaration = NumericDeclaration | CategoricalDeclaration;

/** What `defineModel` takes. Everything that becomes a series is declared here, so that cardinality is known at start. */
export interface ModelDeclaration {
  readonly name: string;
  readonly version: string;
  readonly prediction: PredictionDeclaration;
  readonly features?: Readonly<Record<string, FeatureDeclaration>>;
  /** Business metrics of one decision: money, minutes, clicks. */
  readonly business?: Readonly<Record<string, BusinessOptions>>;
  /** Stratum → its declared values; anything else is counted as `__other__`. */
  readonly strata?: Readonly<Record<string, readonly string[]>>;
  /** Experiment arms. */
  readonly arms?: readonly string[];
  /** Most combinations of declared strata values; 50 by default. */
  readonly maxCrossedStrata?: number;
}

/** A numeric feature. */
export function numeric(options: NumericOptions = {}): NumericDeclaration {
  return { kind: "numeric", ...options };
}

/** A categorical feature. */
export function categorical(options: CategoricalOptions = {}): CategoricalDeclaration {
  return { kind: "categorical", ...options };
}
