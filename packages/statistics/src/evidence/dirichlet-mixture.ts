import { logGamma } from "../special/log-gamma.js";
import { logSumExp } from "../special/log-sum-exp.js";

/** From "barely trust the centre" to "deviations of a per cent". */
const CONCENTRATIONS = [30, 100, 300, 1000, 3000, 10_000] as const;

/**
 * ln of the equal mixture of Dirichlet-multinomial likelihoods (of a sequence, without the multinomial coefficient) centred
 * at (r + ½)/(n0 + K/2): what the counts would score if the production distribution were somewhere near the reference. The ½ lets a
 * category that the reference never saw raise evidence.
 */
export function createDirichletMixture(
  reference: Float64Array,
): (counts: Float64Array, total: number) => number {
  const cells = reference.length;
  const n0 = reference.reduce((sum, count) => sum + count, 0);
  const priors = CONCENTRATIONS.map((concentration) =>
    reference.map((count) => (concentration * (count + 0.5)) / (n0 + cells / 2)),
  );
  // ln Γ(c) − Σ ln Γ(α): constant in the counts
  const constants = CONCENTRATIONS.map((concentration, index) =>
    priors[index]!.reduce((sum, prior) => sum - logGamma(prior), logGamma(concentration)),
  );
  const logs = new Float64Array(CONCENTRATIONS.length);
  return (counts, total) => {
    for (let index = 0; index < CONCENTRATIONS.length; index++) {
      const prior = priors[index]!;
      let log = constants[index]! - logGamma(CONCENTRATIONS[index]! + total);
      for (let k = 0; k < cells; k++) log += logGamma(prior[k]! + counts[k]!);
      logs[index] = log;
    }
    return logSumExp(logs) - Math.log(CONCENTRATIONS.length);
  };
}
