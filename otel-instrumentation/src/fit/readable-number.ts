/** Grid steps within one power of ten, coarsest first. */
const DIGITS = [5, 2, 1] as const;
/** Below this many powers of ten under the interval's width, the doubles themselves are coarser than the grid. */
const FINEST = 17;

/**
 * The number of [low, high] that is easiest to read: on the coarsest grid of 1, 2 or 5 times a power of ten that meets the
 * interval, and there the one nearest to `near`. It moves only when an end of the interval crosses a grid point, so that slightly
 * different data mostly give the same number. Integers at both ends give an integer. Finite, low ≤ near ≤ high.
 */
export function readableNumber(low: number, high: number, near: number): number {
  if (low <= 0 && high >= 0) return 0;
  const top = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
  const bottom = (low === high ? top : Math.floor(Math.log10(high - low))) - FINEST;
  for (let exponent = top; exponent >= bottom; exponent--) {
    for (const digit of DIGITS) {
      const found = nearestOnGrid(low, high, near, digit, exponent);
      if (found !== undefined) return found;
    }
  }
  return near;
}

/** The multiple of digit · 10^exponent in [low, high] that is nearest to `near`, as the double that its decimal form is read as. */
function nearestOnGrid(
  low: number,
  high: number,
  near: number,
  digit: number,
  exponent: number,
): number | undefined {
  const step = Number(`${digit}e${exponent}`);
  const first = Math.floor(near / step);
  if (!Number.isSafeInteger(first * digit)) return undefined;
  const candidates = [first, first + 1]
    .map((multiple) => Number(`${multiple * digit}e${exponent}`))
    .filter((candidate) => candidate >= low && candidate <= high);
  return candidates.sort((a, b) => Math.abs(a - near) - Math.abs(b - near))[0];
}
