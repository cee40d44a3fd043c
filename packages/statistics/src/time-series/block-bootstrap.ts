import { requireArgument } from "../definition/require-argument.js";
import { deviationsOf } from "./autocorrelation.js";
import { andrewsBandwidth } from "./newey-west.js";

export interface BlockBootstrapOptions {
  /**
   * "moving": blocks of one length; "stationary": lengths geometric with that mean, wrapped around the end of the series, so that the
   * resample is stationary.
   */
  readonly kind: "moving" | "stationary";
  /** Values in a block (on average), a whole number from 1 to n. Default: {@link andrewsBandwidth} + 1. */
  readonly blockLength?: number;
  /** Resamples, ≥ 1. */
  readonly resamples: number;
  /** Uniform numbers in [0, 1): the only source of chance. */
  readonly uniform: () => number;
  /** The number of interest, of a series as long as the original; the array is reused between calls. */
  readonly statistic: (values: Float64Array) => number;
}

export interface BlockBootstrap {
  /** The statistic of the series itself. */
  readonly value: number;
  readonly blockLength: number;
  /** The statistic of each resample, ascending. */
  readonly replicates: Float64Array;
}

/**
 * What would the statistic have been in other stretches of the same process? Whole blocks are drawn with replacement, so
 * that neighbours stay together. Null for an empty series.
 *
 * Reference: Künsch (Ann. Stat. 1989), doi:10.1214/aos/1176347265; Politis and Romano (JASA 1994), doi:10.1080/01621459.1994.10476870.
 * @throws ModelwatchError `invalid-argument` for a block length outside 1 … n or no resample.
 */
export function blockBootstrap(values: Float64Array, options: BlockBootstrapOptions): BlockBootstrap | null {
  const size = values.length;
  if (size === 0) return null;
  const { deviations } = deviationsOf(values);
  const { kind, resamples, uniform, statistic } = options;
  const blockLength = options.blockLength ?? Math.min(size, andrewsBandwidth(deviations) + 1);
  requireArgument(
    Number.isInteger(blockLength) && blockLength >= 1 && blockLength <= size,
    `blockLength is ${blockLength}`,
    `a whole number from 1 to ${size}`,
  );
  requireArgument(
    Number.isInteger(resamples) && resamples >= 1,
    `resamples is ${resamples}`,
    "a whole number ≥ 1",
  );
  const drawn = new Float64Array(size);
  const replicates = new Float64Array(resamples);
  for (let replicate = 0; replicate < resamples; replicate++) {
    drawBlocks(values, drawn, kind, blockLength, uniform);
    replicates[replicate] = statistic(drawn);
  }
  return { value: statistic(values.slice()), blockLength, replicates: replicates.sort() };
}

function drawBlocks(
  values: Float64Array,
  drawn: Float64Array,
  kind: BlockBootstrapOptions["kind"],
  blockLength: number,
  uniform: () => number,
): void {
  const size = values.length;
  const starts = kind === "moving" ? size - blockLength + 1 : size;
  let from = 0;
  for (let t = 0; t < size; t++) {
    const begins = kind === "moving" ? t % blockLength === 0 : t === 0 || uniform() < 1 / blockLength;
    from = begins ? Math.min(starts - 1, Math.floor(uniform() * starts)) : (from + 1) % size;
    drawn[t] = values[from]!;
  }
}

/** Basic (reverse percentile) interval: 2·value minus the replicates' quantiles, which corrects their bias. Needs 2/alpha replicates. */
export function bootstrapInterval(
  { value, replicates }: BlockBootstrap,
  alpha: number,
): { readonly low: number; readonly high: number } | null {
  requireArgument(alpha > 0 && alpha < 1, `alpha is ${alpha}`, "a probability in (0, 1)");
  const size = replicates.length;
  const rank = Math.floor((alpha / 2) * (size + 1));
  if (rank < 1) return null;
  return { low: 2 * value - replicates[size - rank]!, high: 2 * value - replicates[rank - 1]! };
}

/**
 * Two-sided p-value of "the true value is `nullValue`": the share of resamples that stray at least as far from the estimate as
 * the estimate from the null value, (b + 1)/(m + 1); never 0.
 */
export function bootstrapPValue({ value, replicates }: BlockBootstrap, nullValue: number): number {
  const distance = Math.abs(value - nullValue);
  let beyond = 0;
  for (const replicate of replicates) if (Math.abs(replicate - value) >= distance) beyond++;
  return (beyond + 1) / (replicates.length + 1);
}
