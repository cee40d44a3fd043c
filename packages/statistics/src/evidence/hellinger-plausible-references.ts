import type { PlausibleReferences } from "./plausible-references.js";

const SEARCH_STEPS = 60;
/** Multipliers below this share of the counts change the likelihood by less than rounding does. */
const LEAST_MULTIPLIER = 1e-9;

/**
 * C = {θ : H(r̂, θ) ≤ radius}: on square roots a = √θ a cap of the unit sphere, ⟨a, √r̂⟩ ≥ 1 − radius². The best a solves
 * νa² − τ√r̂ a − s = 0 in each cell; where the cap binds, ν = n + τ(1 − radius²), which leaves one multiplier τ ≥ 0 to search for.
 */
export function createHellingerPlausibleReferences(
  reference: Float64Array,
  radius: number,
  starts: number,
): PlausibleReferences {
  const cells = reference.length;
  const n0 = reference.reduce((sum, count) => sum + count, 0);
  const root = reference.map((count) => Math.sqrt(count / n0));
  const affinity = 1 - radius * radius;
  const warm = new Float64Array(starts);

  /** |a|² − 1 at τ. Outside the cap it starts below 0 (slope ⟨√ŝ, √r̂⟩ − affinity over n) and ends at 1/affinity² − 1 above it. */
  function excess(counts: Float64Array, total: number, tau: number): number {
    const nu = total + tau * affinity;
    let squares = 0;
    for (let k = 0; k < cells; k++) {
      const pull = tau * root[k]!;
      const a = (pull + Math.sqrt(pull * pull + 4 * nu * counts[k]!)) / (2 * nu);
      squares += a * a;
    }
    return squares - 1;
  }

  function contains(counts: Float64Array, total: number): boolean {
    let inner = 0;
    for (let k = 0; k < cells; k++) inner += root[k]! * Math.sqrt(counts[k]! / total);
    return inner >= affinity;
  }

  function multiplier(counts: Float64Array, total: number, guess: number): number {
    if (contains(counts, total)) return 0;
    // On the cap's rim rounding can leave no root above 0; 0 gives the free maximum, which only lowers the evidence.
    const least = total * LEAST_MULTIPLIER;
    if (excess(counts, total, least) >= 0) return 0;
    let low = guess > least ? guess : total;
    let high = low;
    for (let step = 0; step < SEARCH_STEPS && low > least && excess(counts, total, low) > 0; step++)
      low /= 1.5;
    for (let step = 0; step < SEARCH_STEPS && excess(counts, total, high) < 0; step++) high *= 1.5;
    return bisect((tau) => excess(counts, total, tau), low, high);
  }

  return {
    logLikelihood(counts, total, start) {
      const tau = multiplier(counts, total, warm[start]!);
      warm[start] = tau;
      const nu = total + tau * affinity;
      let logs = 0;
      let inner = 0;
      let squares = 0;
      for (let k = 0; k < cells; k++) {
        const s = counts[k]!;
        const pull = tau * root[k]!;
        const a = (pull + Math.sqrt(pull * pull + 4 * nu * s)) / (2 * nu);
        if (s > 0) logs += 2 * s * Math.log(a);
        inner += a * root[k]!;
        squares += a * a;
      }
      return logs + 2 * tau * (inner - affinity) - nu * (squares - 1);
    },
  };
}

/** The root between low, where the function is below 0, and high, where it is above. The dual is flat at its best multiplier: five digits are plenty. */
function bisect(crossing: (x: number) => number, lowest: number, highest: number): number {
  let low = lowest;
  let high = highest;
  while (high - low > 1e-5 * high) {
    const middle = (low + high) / 2;
    if (crossing(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The largest Hellinger distance from r̂ of any θ with KL(r̂‖θ) ≤ divergence. At the extreme θ/r̂ takes two values, and the distance is
 * largest where the smallest cell alone grows; so two cells, the smallest and the rest, decide.
 */
export function hellingerReach(smallestShare: number, divergence: number): number {
  const p = smallestShare;
  let low = p;
  let high = 1;
  for (let step = 0; step < 200 && high - low > 1e-15; step++) {
    const q = (low + high) / 2;
    const kl = p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
    if (kl > divergence) high = q;
    else low = q;
  }
  const affinity = Math.sqrt(p * high) + Math.sqrt((1 - p) * (1 - high));
  return Math.sqrt(Math.max(0, 1 - affinity));
}
