import { requireArgument } from "../definition/require-argument.js";
import { Adwin, type AdwinOptions } from "./adwin.js";

export interface AdwinDetections {
  /** Index of each value at which rows were dropped, ascending. */
  readonly detectedAt: readonly number[];
  /** Rows that were left right after each. */
  readonly widthAtDetection: readonly number[];
  readonly finalWidth: number;
  /** Mean of the window at the end; null where it is empty. */
  readonly finalMean: number | null;
}

/**
 * ADWIN over single values. After a detection the detector starts anew with the next value, as river's does.
 * @throws ModelwatchError `invalid-argument` for an option outside its range or a value that is not finite.
 */
export function detectWithAdwin(values: ArrayLike<number>, options: AdwinOptions = {}): AdwinDetections {
  const detectedAt: number[] = [];
  const widthAtDetection: number[] = [];
  let detector = new Adwin(options);
  let detected = false;
  for (let index = 0; index < values.length; index++) {
    if (detected) detector = new Adwin(options);
    detected = detector.add({ count: 1, sum: values[index]!, squaredDeviations: 0 });
    if (!detected) continue;
    detectedAt.push(index);
    widthAtDetection.push(detector.width);
  }
  return { detectedAt, widthAtDetection, finalWidth: detector.width, finalMean: detector.mean };
}

export interface AdaptiveWindows {
  /** For each window w: the adaptive window is first[w] … w, both included. */
  readonly first: Int32Array;
  /** Where older windows were dropped: after window `window`, everything before `cut` was. */
  readonly cuts: readonly { readonly window: number; readonly cut: number }[];
}

/**
 * ADWIN over windows' rows, count, Σx and Σx² of each: how far back does the recent past look alike? Here the window keeps what
 * it did not drop, as the paper's does. Windows without rows take no part. For `range` see {@link AdwinOptions}: without it the
 * values must lie in [0, 1].
 * @throws ModelwatchError `invalid-argument` for arrays of unequal length or an option outside its range.
 */
export function adaptiveWindows(
  windows: {
    readonly counts: ArrayLike<number>;
    readonly sums: ArrayLike<number>;
    readonly sumsOfSquares: ArrayLike<number>;
  },
  options: AdwinOptions = {},
): AdaptiveWindows {
  const { counts, sums, sumsOfSquares } = windows;
  requireArgument(
    sums.length === counts.length && sumsOfSquares.length === counts.length,
    `counts, sums and sumsOfSquares have ${counts.length}, ${sums.length} and ${sumsOfSquares.length} windows`,
    "equally many",
  );
  const detector = new Adwin({ clock: 1, ...options });
  const first = new Int32Array(counts.length);
  const cuts: { window: number; cut: number }[] = [];
  const filled: number[] = [];
  for (let window = 0; window < counts.length; window++) {
    const count = counts[window]!;
    const sum = sums[window]!;
    // rounding of Σx² may leave a little less than Σx²/n
    const squaredDeviations = count === 0 ? 0 : Math.max(0, sumsOfSquares[window]! - (sum * sum) / count);
    if (count > 0) filled.push(window);
    const dropped = detector.add({ count, sum, squaredDeviations });
    first[window] = filled[filled.length - detector.batches] ?? window;
    if (dropped) cuts.push({ window, cut: first[window]! });
  }
  return { first, cuts };
}
