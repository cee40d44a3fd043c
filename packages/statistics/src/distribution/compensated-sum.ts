export interface CompensatedSum {
  add(value: number): void;
  value(): number;
}

/**
 * A running sum whose error does not grow with the number of terms: about 2⁻⁵³ of the sum itself. Infinite or NaN once a partial
 * sum leaves the doubles. Neumaier (1974), doi:10.1002/zamm.19740540106
 */
export function createCompensatedSum(): CompensatedSum {
  let sum = 0;
  let lost = 0;
  return {
    add(value) {
      const total = sum + value;
      lost += Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
      sum = total;
    },
    value: () => sum + lost,
  };
}
