/**
 * The reference file: the training (or validation) distribution of a model, written once by `fit` and emitted constantly
 * as `ml.reference.*`. Small, versioned JSON; its id is a hash of the content.
 */
export interface ReferenceFile {
  readonly format: "modelwatch-reference";
  readonly version: 1;
  /** First 16 hex digits of SHA-256 over the canonical JSON of everything else. */
  readonly id: string;
  readonly model: { readonly name: string; readonly version: string };
  /** Where the rows came from, in words for people. */
  readonly description: string;
  /** The time range of the rows, ISO 8601, where known. */
  readonly from?: string;
  readonly to?: string;
  readonly rows: number;
  /** Absent where the rows had no scores. */
  readonly prediction?: ReferenceHistogram;
  /** How often each class was chosen, of a model of several classes. */
  readonly decisions?: ReferenceCategories;
  readonly features: Readonly<Record<string, ReferenceHistogram | ReferenceCategories>>;
  /** Predictions split by their ground truth: class → histogram. */
  readonly outcomes?: Readonly<Record<string, ReferenceHistogram>>;
}

export interface ReferenceHistogram {
  readonly kind: "numeric";
  readonly unit?: string;
  /** Ascending, upper-inclusive. */
  readonly bounds: readonly number[];
  /** One more than bounds; integers. */
  readonly counts: readonly number[];
  readonly sum: number;
  /** Magnitude of the sum of the negative values, where there are any: the sum of the positive ones is `sum + negativeSum`. */
  readonly negativeSum?: number;
  readonly sumOfSquares: number;
  readonly min: number;
  readonly max: number;
  /** Rows with a missing or invalid value, by reason. */
  readonly invalid: Readonly<Record<string, number>>;
}

export interface ReferenceCategories {
  readonly kind: "categorical";
  /** Known categories, most frequent first; the rest was counted as `__other__`. */
  readonly categories: readonly string[];
  /** As categories, and one more for `__other__` at the end. */
  readonly counts: readonly number[];
  readonly invalid: Readonly<Record<string, number>>;
}
