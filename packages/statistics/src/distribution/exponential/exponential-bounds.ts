/**
 * The bound base^index of an exponential histogram, base = 2^(2^−scale); 0 or +∞ where a double cannot hold it. Bucket `index`
 * holds (base^index, base^(index+1)]. The bounds of a scale are among those of every finer one, to the last bit: index · 2^−scale
 * is exact, and equal for (index, scale) and (2·index, scale + 1).
 */
export function exponentialBound(scale: number, index: number): number {
  return 2 ** (index * 2 ** -scale);
}

/** The bucket of a magnitude > 0. */
export function exponentialIndex(scale: number, magnitude: number): number {
  let index = Math.ceil(Math.log2(magnitude) * 2 ** scale) - 1;
  // the logarithm's rounding can miss by one at a bound
  while (magnitude > exponentialBound(scale, index + 1)) index++;
  while (magnitude <= exponentialBound(scale, index)) index--;
  return index;
}

/**
 * How far a value of a bucket can be from the bucket's best representative 2lu/(l + u), relative to the value: (base − 1)/(base + 1).
 * 33 % at scale 0, 4.3 % at 3, 1.08 % at 5. DDSketch: Masson, Rim & Lee (2019), doi:10.14778/3352063.3352135
 */
export function exponentialRelativeError(scale: number): number {
  // tanh(½ ln base), which keeps its digits at fine scales
  return Math.tanh((Math.LN2 * 2 ** -scale) / 2);
}

/** Steps between neighbouring bounds at the finest scale that Prometheus stores. */
const FINEST_STORED_SCALE = 8;
/** Relative; the tables of clients and servers differ from each other by a unit or two in the last place. */
const TABLE_ROUNDING = 4 * Number.EPSILON;

/**
 * A bound from a store's own table of powers, as exponentialBound gives it, so that histograms that came different ways share
 * their bounds. A bound that is no power 2^(i/256), of either sign, stays as it is.
 */
export function canonicalBound(bound: number): number {
  const magnitude = Math.abs(bound);
  if (magnitude === 0 || !Number.isFinite(magnitude)) return bound;
  const index = Math.round(Math.log2(magnitude) * 2 ** FINEST_STORED_SCALE);
  const power = exponentialBound(FINEST_STORED_SCALE, index);
  return Math.abs(power - magnitude) <= TABLE_ROUNDING * power ? Math.sign(bound) * power : bound;
}
