/** Likelihoods that differ by less count as equal, so that rounding does not break ties: ln(1 + 1e−7), as other tools have it. */
export const LIKELIHOOD_SLACK = Math.log1p(1e-7);

/** From this variance on exact sums run over a million terms and the normal limit has four of their digits. */
export const LARGE_VARIANCE = 1e10;

/** The first whole number from `from` to `to` for which a condition holds that, once true, stays true; `to` where none does. */
export function findFirst(from: number, to: number, holds: (x: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** ln(eᵃ + eᵇ). */
export function addLogs(a: number, b: number): number {
  const greatest = Math.max(a, b);
  return greatest === -Infinity ? greatest : greatest + Math.log1p(Math.exp(Math.min(a, b) - greatest));
}
