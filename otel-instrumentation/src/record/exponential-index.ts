/** The finest scale, that of OpenTelemetry's SDKs: 2^20 buckets for each power of two. */
export const FINEST_SCALE = 20;

/** Far above the error of the position below (2⁻²¹ for the smallest doubles at the finest scale), far below a bucket. */
const NEAR_A_BOUND = 2 ** -19;

/**
 * The bucket of a magnitude > 0: the index for which base^index < magnitude ≤ base^(index + 1), where base = 2^(2^−scale) and
 * the bounds are rounded to doubles. `bucketsPerOctave` is 2^scale.
 * https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram
 *
 * Where the logarithm's rounding could decide, the bound itself does; exact powers of two are always such a case.
 */
export function exponentialIndex(magnitude: number, bucketsPerOctave: number): number {
  const position = Math.log2(magnitude) * bucketsPerOctave;
  const above = Math.ceil(position);
  const below = above - position;
  if (below > NEAR_A_BOUND && below < 1 - NEAR_A_BOUND) return above - 1;
  const nearest = Math.round(position);
  return magnitude <= 2 ** (nearest / bucketsPerOctave) ? nearest - 1 : nearest;
}
