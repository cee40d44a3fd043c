/**
 * What a set of values looks like, as buckets. Everything that a store holds (explicit, exponential and native histograms,
 * `vmrange`, ClickHouse arrays, category counters) becomes this one value.
 */
export type Distribution = NumericDistribution | CategoricalDistribution;

/**
 * A numeric distribution. Bucket i holds the values in (bounds[i−1], bounds[i]]; the first is open below, the last above,
 * as in OTLP. Example: bounds [0, 10], counts [3, 5, 1]: three values ≤ 0, five in (0, 10], one above 10.
 */
export interface NumericDistribution {
  readonly kind: "numeric";
  /** Ascending, finite, upper-inclusive. */
  readonly bounds: Float64Array;
  /** Integers ≥ 0; one more than bounds. */
  readonly counts: Float64Array;
  /** Σ counts. */
  readonly count: number;
  /** Exact Σx, where known. */
  readonly sum?: number;
  /** Exact Σx², where known. */
  readonly sumOfSquares?: number;
  readonly min?: number;
  readonly max?: number;
}

/** Counts by category. Order carries no meaning; `__other__` is a category like any other. */
export interface CategoricalDistribution {
  readonly kind: "categorical";
  readonly categories: readonly string[];
  /** As long as categories. */
  readonly counts: Float64Array;
  readonly count: number;
}

/** How the cells of a distribution are cut. Two distributions can be compared cell by cell only if their layouts are equal. */
export type Layout =
  | { readonly kind: "numeric"; readonly bounds: Float64Array }
  | { readonly kind: "categorical"; readonly categories: readonly string[] };

/**
 * Distributions of one series over consecutive windows, as one matrix: no object per window, no allocation per bucket.
 * `counts` is row-major, windows × cells (cells = bounds + 1, or categories).
 */
export interface DistributionWindows {
  readonly layout: Layout;
  readonly windows: number;
  readonly cells: number;
  readonly counts: Float64Array;
  /** Σ counts of each window. */
  readonly totals: Float64Array;
  /** Exact Σx of each window, where the store has it. */
  readonly sums?: Float64Array;
  /** Exact Σx² of each window, where the store has it. */
  readonly sumsOfSquares?: Float64Array;
}
