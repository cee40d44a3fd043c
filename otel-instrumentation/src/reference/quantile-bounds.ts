/** Bounds of a fitted feature: 32 quantiles make 33 buckets, the outermost of which hold 1.6 % each. */
const QUANTILES = 32;

/**
 * Bounds for a distribution like that of `sorted`, readable and few: each distinct value where there are at most 32, else
 * the quantiles (i − ½)/32, rounded up to 1, 2 or 5 times a power of ten of at most a quarter of the gap to the next quantile.
 * Rounding up keeps every value in the bucket of its quantile, since upper bounds are inclusive.
 *
 * @param sorted ascending, finite, at least one value.
 */
export function quantileBounds(sorted: Float64Array): readonly number[] {
  const distinct = distinctValues(sorted, QUANTILES);
  if (distinct !== undefined) return distinct;
  const quantiles = new Set<number>();
  for (let level = 0; level < QUANTILES; level++) {
    quantiles.add(sorted[Math.floor(((level + 0.5) / QUANTILES) * sorted.length)]!);
  }
  const chosen = [...quantiles];
  const largest = sorted.at(-1)!;
  const bounds = chosen.map((quantile, index) =>
    roundUp(quantile, ((chosen[index + 1] ?? largest) - quantile) / 4),
  );
  return bounds.filter((bound, index) => index === 0 || bound > bounds[index - 1]!);
}

/** The distinct values, or undefined where there are more than `most`. */
function distinctValues(sorted: Float64Array, most: number): readonly number[] | undefined {
  const distinct: number[] = [];
  for (const value of sorted) {
    if (value === distinct.at(-1)) continue;
    if (distinct.length === most) return undefined;
    distinct.push(value === 0 ? 0 : value);
  }
  return distinct;
}

/** The smallest multiple of 1, 2 or 5 times a power of ten that is not below the value, moving it by less than `most`. */
function roundUp(value: number, most: number): number {
  const exponent = Math.floor(Math.log10(most));
  if (!Number.isFinite(exponent)) return value;
  const digit = [5, 2, 1].find((candidate) => candidate * 10 ** exponent <= most) ?? 1;
  // steps below 1 divide by a power of ten, which is exact where multiplying by its inverse is not
  const rounded =
    exponent >= 0
      ? Math.ceil(value / (digit * 10 ** exponent)) * digit * 10 ** exponent
      : (Math.ceil((value * 10 ** -exponent) / digit) * digit) / 10 ** -exponent;
  return Number.isFinite(rounded) && rounded >= value ? rounded : value;
}
