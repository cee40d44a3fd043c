import { logGamma } from "../special/log-gamma.js";
import { requireCounts } from "./require-counts.js";
import { requireArgument } from "../definition/require-argument.js";

/**
 * ln of the Bayes factor after each window that the counts do not follow the shares that are known by design, such as an
 * experiment's split (sample-ratio mismatch). Alarm at −ln α, at any window. Rows must be independent given the design.
 *
 * Dirichlet-multinomial against the known shares (Lindon & Malek 2022, NeurIPS, arXiv:2011.03567), with prior counts
 * `concentration`·shares; the default of one per cell is theirs, larger ones look for smaller deviations.
 * @throws ModelwatchError `invalid-argument`: shares not > 0 or not summing to 1, counts not a multiple of their number.
 */
export function knownSharesEvidence(options: {
  readonly shares: ArrayLike<number>;
  /** Windows × shares.length, row-major. */
  readonly counts: Float64Array;
  /** Total prior count, > 0; default: the number of shares. */
  readonly concentration?: number;
}): { readonly logEvidence: Float64Array } {
  const shares = Float64Array.from(options.shares);
  const cells = shares.length;
  const concentration = options.concentration ?? cells;
  check(shares, options.counts, concentration);
  const prior = shares.map((share) => share * concentration);
  const constant = prior.reduce((log, each) => log - logGamma(each), logGamma(concentration));
  const running = new Float64Array(cells);
  const logEvidence = new Float64Array(options.counts.length / cells);
  let total = 0;
  for (let window = 0; window < logEvidence.length; window++) {
    let log = constant;
    for (let k = 0; k < cells; k++) {
      const count = options.counts[window * cells + k]!;
      running[k] = running[k]! + count;
      total += count;
      log += logGamma(prior[k]! + running[k]!) - running[k]! * Math.log(shares[k]!);
    }
    logEvidence[window] = log - logGamma(concentration + total);
  }
  return { logEvidence };
}

function check(shares: Float64Array, counts: Float64Array, concentration: number): void {
  const sum = shares.reduce((total, share) => total + share, 0);
  requireArgument(
    shares.every((share) => share > 0) && Math.abs(sum - 1) <= 1e-9,
    `shares are ${Array.from(shares).join(", ")}`,
    "numbers > 0 that sum to 1",
  );
  requireArgument(
    counts.length % shares.length === 0,
    `counts has ${counts.length} entries`,
    `a multiple of ${shares.length} shares`,
  );
  requireCounts(counts, "counts");
  requireArgument(concentration > 0, `concentration is ${concentration}`, "a number > 0");
}
