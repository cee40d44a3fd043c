import type { PlausibleReferences } from "./plausible-references.js";

const NEWTON_STEPS = 12;

/**
 * C = {θ : Σ r ln(r̂/θ) ≤ radius}. The best θ is (s + λr)/(n + λn0) for one multiplier λ ≥ 0; λ = 0 (θ = ŝ) if that lies in C.
 *
 * Around r̂ the constraint falls like (n/(n + λn0))², so 1/√constraint is nearly linear in λ and Newton steps on it settle
 * in two or three.
 */
export function createKlPlausibleReferences(
  reference: Float64Array,
  radius: number,
  starts: number,
): PlausibleReferences {
  const cells = reference.length;
  const n0 = reference.reduce((sum, count) => sum + count, 0);
  let entropy = 0;
  for (let k = 0; k < cells; k++) entropy += reference[k]! * Math.log(reference[k]! / n0);
  const warm = new Float64Array(starts);

  /** Σ r ln(r̂/θ) at λ, and its derivative, in `work`. */
  const work = { divergence: 0, slope: 0 };
  function evaluate(counts: Float64Array, total: number, lambda: number): void {
    let logs = 0;
    let slope = 0;
    for (let k = 0; k < cells; k++) {
      const r = reference[k]!;
      const mixed = counts[k]! + lambda * r;
      logs += r * Math.log(mixed);
      slope -= (r * r) / mixed;
    }
    const size = total + lambda * n0;
    work.divergence = entropy - logs + n0 * Math.log(size);
    work.slope = slope + (n0 * n0) / size;
  }

  function multiplier(counts: Float64Array, total: number, guess: number): number {
    evaluate(counts, total, 0);
    // a reference cell that production has never used makes the divergence infinite at λ = 0
    if (work.divergence <= radius) return 0;
    let low = 0;
    let high = Infinity;
    let lambda = guess > 0 ? guess : total / n0;
    for (let step = 0; step < NEWTON_STEPS; step++) {
      evaluate(counts, total, lambda);
      const { divergence, slope } = work;
      if (Math.abs(divergence - radius) < 1e-6 * radius) break;
      if (divergence > radius) low = lambda;
      else high = lambda;
      const next = lambda + (2 * divergence * (1 - Math.sqrt(divergence / radius))) / slope;
      if (next > low && next < high) lambda = next;
      else lambda = high === Infinity ? 4 * lambda : (low + high) / 2;
    }
    return lambda;
  }

  return {
    logLikelihood(counts, total, start) {
      const lambda = multiplier(counts, total, warm[start]!);
      warm[start] = lambda;
      const logSize = Math.log(total + lambda * n0);
      let dual = lambda * (radius - entropy);
      for (let k = 0; k < cells; k++) {
        const mixed = counts[k]! + lambda * reference[k]!;
        if (mixed > 0) dual += mixed * (Math.log(mixed) - logSize);
      }
      return dual;
    },
  };
}
