/** ln Σ exp(x) without overflow; −∞ for an empty list or where all entries are −∞. */
export function logSumExp(values: ArrayLike<number>): number {
  let greatest = -Infinity;
  for (let index = 0; index < values.length; index++) greatest = Math.max(greatest, values[index]!);
  if (greatest === -Infinity || greatest === Infinity) return greatest;
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += Math.exp(values[index]! - greatest);
  return greatest + Math.log(sum);
}
