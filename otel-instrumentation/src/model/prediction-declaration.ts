/** A probability of the positive class, decided at `threshold`. */
export interface ProbabilityDeclaration {
  readonly kind: "probability";
  /** A score at or above it counts as decision `1`; absent: the decision is not recorded. In [0, 1]. */
  readonly threshold?: number;
  /** Ascending, upper-inclusive; `PROBABILITY_BOUNDS` by default. */
  readonly bounds?: readonly number[];
}

/** A number (regression). Its ground truth is a number, and outcomes count the residual `score − truth`. */
export interface NumberDeclaration {
  readonly kind: "number";
  /** Ascending, upper-inclusive; by default those of the reference, or a coarse logarithmic layout. */
  readonly bounds?: readonly number[];
  /** As of a numeric feature; the residual is counted so too, unless it has `errorBounds`. */
  readonly buckets?: "exponential";
  /** Bounds of the residual; by default 15 symmetric ones, up to the span of `bounds`. */
  readonly errorBounds?: readonly number[];
  readonly unit?: string;
  /** Inclusive; values outside are counted as `out-of-range`. `min >= 0` says that values are never negative. */
  readonly min?: number;
  readonly max?: number;
}

/**
 * A number that only ranks: the higher, the more relevant. Its ground truth is a class, `1` where the row was relevant. Ranking
 * quality (AUC, gains) means something for it; calibration and the Brier score do not.
 */
export interface ScoreDeclaration {
  readonly kind: "score";
  /** A score at or above it counts as decision `1`; absent: the decision is not recorded. */
  readonly threshold?: number;
  /** Ascending, upper-inclusive; by default those of the reference, or a coarse logarithmic layout. */
  readonly bounds?: readonly number[];
  /** As of a numeric feature. */
  readonly buckets?: "exponential";
  /** Inclusive; values outside are counted as `out-of-range`. `min >= 0` says that scores are never negative. */
  readonly min?: number;
  readonly max?: number;
}

/** One of several classes, where there is one with the probability that the model gave the class it chose. */
export interface ClassesDeclaration<Class extends string = string> {
  readonly kind: "classes";
  /** 2 to 50. Anything else that is decided or true counts as `__other__`. */
  readonly classes: readonly Class[];
  /** Bounds of the chosen class's probability, ascending, upper-inclusive; `PROBABILITY_BOUNDS` by default. */
  readonly bounds?: readonly number[];
}

export type PredictionDeclaration =
  ProbabilityDeclaration | NumberDeclaration | ScoreDeclaration | ClassesDeclaration;

export function probability(options: Omit<ProbabilityDeclaration, "kind"> = {}): ProbabilityDeclaration {
  return { kind: "probability", ...options };
}

/** A prediction that is a number. */
export function number(options: Omit<NumberDeclaration, "kind"> = {}): NumberDeclaration {
  return { kind: "number", ...options };
}

/** A prediction that ranks. */
export function score(options: Omit<ScoreDeclaration, "kind"> = {}): ScoreDeclaration {
  return { kind: "score", ...options };
}

/** A prediction that is one of several classes: `classes(["cat", "dog"])`. */
export function classes<const Class extends string>(
  names: readonly Class[],
  options: Pick<ClassesDeclaration, "bounds"> = {},
): ClassesDeclaration<Class> {
  return { kind: "classes", classes: names, ...options };
}
