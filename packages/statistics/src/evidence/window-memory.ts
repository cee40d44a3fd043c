/** How much a window resembles the one before, and how much is new in it. */
export interface WindowMemory {
  /** First-order autocorrelation, one standard error added: a memory that is not known yet must not be taken for none. */
  readonly rho: number;
  /** Standard deviation of what is new: x_t − ρ x_{t−1} about its mean. 0 where nothing varies. */
  readonly innovationSd: number;
}

const MOST_MEMORY = 0.95;
/** At most this share of the variance may lie between blocks rather than inside them. */
const MOST_BETWEEN = 0.9;

/**
 * Memory and spread of the values before each index, from whole blocks of `block` values about their own means, the median over
 * blocks: a step of the level spoils one block and does not pass for memory or spread. What block means take away is given back:
 * ρ ← (ρ + 1/b)/(1 − 3/b) (Kendall 1954, doi:10.1093/biomet/41.3-4.403), and the variance is divided by 1 − (1 + ρ)/(1 − ρ)/b.
 */
export function createMemoryEstimate(values: Float64Array, block: number): (before: number) => WindowMemory {
  const variances: number[] = [];
  const covariances: number[] = [];
  return (before) => {
    while ((variances.length + 1) * block <= before) {
      const own = values.subarray(variances.length * block, (variances.length + 1) * block);
      const mean = own.reduce((sum, value) => sum + value, 0) / block;
      variances.push(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / block);
      let product = 0;
      for (let i = 1; i < block; i++) product += (own[i]! - mean) * (own[i - 1]! - mean);
      covariances.push(product / block);
    }
    const variance = medianOf(variances);
    if (!(variance > 0)) return { rho: 0, innovationSd: 0 };
    const seen = (medianOf(covariances) / variance + 1 / block) / (1 - 3 / block);
    const rho = Math.min(MOST_MEMORY, Math.max(0, seen + 1 / Math.sqrt(before)));
    const between = Math.min(MOST_BETWEEN, (1 + rho) / (1 - rho) / block);
    const whole = variance / (1 - between);
    return { rho, innovationSd: Math.sqrt(whole * (1 - rho * rho) * (1 + 2 / before)) };
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return 0;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
