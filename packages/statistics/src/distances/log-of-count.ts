/** Counts of one window's cell are mostly small: their logarithms are looked up. */
const TABLE_SIZE = 4096;
const LOGS = Float64Array.from({ length: TABLE_SIZE }, (_, count) => Math.log(count));
const LOGS_OF_HALF_MORE = Float64Array.from({ length: TABLE_SIZE }, (_, count) => Math.log(count + 0.5));

/** ln(count). */
export function logOf(count: number): number {
  const index = count | 0;
  return index === count && index < TABLE_SIZE ? LOGS[index]! : Math.log(count);
}

/** ln(count + ½). */
export function logOfHalfMore(count: number): number {
  const index = count | 0;
  return index === count && index < TABLE_SIZE ? LOGS_OF_HALF_MORE[index]! : Math.log(count + 0.5);
}
