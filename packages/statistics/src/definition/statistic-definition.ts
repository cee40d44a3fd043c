import type { Distribution } from "../distribution/distribution.js";
import type { Undetermined, UndeterminedReason } from "../distribution/undetermined.js";

/** The two sides of every comparison, named alike everywhere. */
export interface ComparisonInput {
  readonly reference: Distribution;
  readonly current: Distribution;
}

export type ParameterValues = Readonly<Record<string, number>>;

/** A comparison's answer. Everything is finite; what is not known is absent. */
export interface StatisticValue {
  readonly kind: "value";
  /** The statistic itself, in the definition's unit and range. */
  readonly value: number;
  /** What buckets hide: the unbucketed statistic lies in [low, high]. `high` is absent where no bound exists. */
  readonly low: number;
  readonly high?: number;
  /** Expected value at these sample sizes if nothing changed: show it next to the value. */
  readonly noiseFloor?: number;
  /** Two-sided unless the definition says otherwise; 0 only where it underflows, then read log10PValue. */
  readonly pValue?: number;
  readonly log10PValue?: number;
  /** How large the change is, whatever the sample size; the definition names it. */
  readonly effect?: number;
  /** 95 % interval of the effect, where the definition gives one. */
  readonly effectLow?: number;
  readonly effectHigh?: number;
  readonly degreesOfFreedom?: number;
  /** Cells that either side uses: a value computed cell by cell means nothing without them. */
  readonly cells?: number;
  /** Of these, cells that only one side uses: where a rule for empty cells decides. */
  readonly oneSidedCells?: number;
  /** That rule in words, where the statistic needs one. */
  readonly emptyCellRule?: string;
  /** Conditions of validity that do not hold here, in words a reader can act on. */
  readonly caveats?: readonly string[];
}

export type StatisticResult = StatisticValue | Undetermined;

export interface StatisticParameter {
  readonly name: string;
  readonly unit: string;
  readonly default: number;
  readonly minInclusive: number;
  readonly maxInclusive: number;
  /** Why this default. */
  readonly reason: string;
}

/** Laws that a statistic promises; the contract suite runs one generic test for each name. */
export type StatisticProperty =
  /** Exchanging reference and current leaves the value. */
  | "symmetric"
  /** Exchanging the sides turns the value's sign. */
  | "antisymmetric"
  /** Multiplying both sides' counts by one factor leaves the value. */
  | "size-free"
  /** Moving and stretching the axis leaves the value. */
  | "scale-free"
  /** A bucket that both sides leave empty changes nothing. */
  | "unused-cells-ignored"
  /** Joining two cells never raises the value. */
  | "falls-when-cells-join"
  /** Exchanging cells leaves the value: order carries no meaning. */
  | "order-free";

/**
 * One statistic as data: what it answers, how it is defined, when it holds, and the one pure function that computes it.
 * Everything that users read about it is derived from here. Thresholds are not here: they are policy.
 */
export interface StatisticDefinition {
  /** Stable, kebab-case. */
  readonly id: string;
  /** Rises when the number can change. */
  readonly revision: number;
  readonly name: string;
  /** In one sentence that a product owner understands. */
  readonly question: string;
  /** The formula, and what happens at the edges of buckets. */
  readonly definition: string;
  /** Paper or textbook, and the names that others use. */
  readonly reference: string;
  readonly inputs: {
    readonly kinds: readonly ("numeric" | "categorical")[];
    /** Smallest count on each side; 0: the current side may be empty, the reference never. */
    readonly leastCount: number;
    /** Layouts that differ are aligned first: bounds coarsened to the common ones, categories united. */
    readonly layouts: "aligned" | "any";
  };
  readonly parameters: readonly StatisticParameter[];
  readonly output: {
    readonly unit: string;
    readonly rangeInclusive: readonly [number, number];
    /** The value when both sides are the same. */
    readonly noChange: number;
    readonly direction: "larger-is-more-change" | "further-from-no-change-is-more-change";
    readonly effect?: string;
  };
  readonly evidence: "none" | "p-value";
  /** How low and high come about. */
  readonly resolution: string;
  readonly validity: readonly string[];
  readonly degenerate: readonly { readonly when: string; readonly reason: UndeterminedReason }[];
  readonly properties: readonly StatisticProperty[];
  readonly oracle: { readonly tool: string; readonly fixture: string; readonly relativeTolerance: number };
  readonly cost: string;
  readonly compute: (input: ComparisonInput, parameters: ParameterValues) => StatisticResult;
}
