/** Counts of one window's cell are mostly small: their logarithms are looked up. */
const TABLE_SIZE = 4096;
const LOGS_OF_HALF_MORE = Float64Array.from({ length: TABLE_SIZE }, (_, count) => Math.log(count + 0.5));

/** ln(count + ½). */
export function logOfHalfMore(count: number): number {
  return LOGS_OF_HALF_MORE[count] ?? Math.log(count + 0.5);
}
