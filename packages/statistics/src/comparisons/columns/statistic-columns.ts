/** One statistic over many windows, one entry each; fields as in StatisticValue. Entries are meaningless where `known` is 0. */
export interface StatisticColumns {
  /** 1 where there is a value, 0 where computeStatistic says "undetermined". */
  readonly known: Uint8Array;
  readonly value: Float64Array;
  readonly low: Float64Array;
  /** Absent where no window has an upper end. */
  readonly high?: Float64Array;
  /** 1 where `high` means something; absent where it does wherever the value is known. */
  readonly bounded?: Uint8Array;
  readonly noiseFloor?: Float64Array;
  /** The p-value is 10 to this; 0 for a p-value of 1. */
  readonly log10PValue?: Float64Array;
  readonly effect?: Float64Array;
  readonly effectLow?: Float64Array;
  readonly effectHigh?: Float64Array;
  readonly degreesOfFreedom?: Float64Array;
}
