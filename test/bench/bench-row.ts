/** One line of the benchmark table. Figures are ratios in one run; absolute ones only say what machine it was. */
export interface BenchRow {
  readonly name: string;
  /** The median of what was measured. */
  readonly value: number;
  readonly unit: string;
  /** What it was measured beside, in the same run; empty where there is none. */
  readonly rival: string;
  /** value ÷ the rival's value; null without a rival. */
  readonly ratio: number | null;
  /** The goal in words, `ratio ≤ 0.05`; empty where none is set. */
  readonly goal: string;
  /** Whether the goal holds; null without a goal. */
  readonly holds: boolean | null;
}
