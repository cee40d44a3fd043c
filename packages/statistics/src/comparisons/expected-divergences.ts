import type { EmptyCellRule } from "../distances/empty-cell-rule.js";
import { logOfHalfMore } from "../distances/log-of-count.js";
import type { ReferenceProfile } from "../distances/reference-profile.js";
import { createBinomialNodes, fillBinomialNodes, type BinomialNodes } from "./binomial-nodes.js";

/** What divergences show on average if both sides came from the reference's shares, PSI and KL under a rule for empty cells. */
export interface ExpectedDivergences {
  readonly psi: number;
  readonly kl: number;
  /** √E[H²]. */
  readonly hellinger: number;
}

/** E q, E ln q and E q ln q of one side's share q of each cell under the rule, and E √q without it. */
interface CellMoments {
  readonly root: Float64Array;
  readonly share: Float64Array;
  readonly log: Float64Array;
  readonly entropy: Float64Array;
}

/**
 * The means for a current side of n values: Σ over cells of E[q ln q] − E[q]·E[ln p] − E[p]·E[ln q] + E[p ln p] and of its first two
 * terms, and √(1 − Σ E√q·E√p), the two sides being independent binomials.
 */
export function expectDivergences(
  profile: ReferenceProfile,
  rule: EmptyCellRule,
): (n: number) => ExpectedDivergences {
  const nodes = createBinomialNodes();
  const p = momentsOf(profile, profile.count, rule, nodes);
  return (n) => {
    const q = momentsOf(profile, n, rule, nodes);
    let psi = 0;
    let kl = 0;
    let affinity = 0;
    for (let k = 0; k < profile.cells; k++) {
      if (profile.counts[k] === 0) continue;
      const own = q.entropy[k]! - q.share[k]! * p.log[k]!;
      kl += own;
      affinity += p.root[k]! * q.root[k]!;
      psi += own - p.share[k]! * q.log[k]! + p.entropy[k]!;
    }
    return {
      psi: Math.max(0, psi),
      kl: Math.max(0, kl),
      hellinger: Math.sqrt(Math.max(0, 1 - affinity)),
    };
  };
}

/** The logarithm of 0 counts as 0: without a rule, comparisons with an empty cell are undetermined. */
function momentsOf(
  { shares, cells, usedCells }: ReferenceProfile,
  count: number,
  { pseudoCount, shareFloor }: EmptyCellRule,
  nodes: BinomialNodes,
): CellMoments {
  const total = count + pseudoCount * usedCells;
  const logTotal = Math.log(total);
  const isHalf = pseudoCount === 0.5 && shareFloor === 0;
  const moments = {
    root: new Float64Array(cells),
    share: new Float64Array(cells),
    log: new Float64Array(cells),
    entropy: new Float64Array(cells),
  };
  for (let k = 0; k < cells; k++) {
    if (shares[k] === 0) continue;
    fillBinomialNodes(count, shares[k]!, nodes);
    let meanRoot = 0;
    let meanShare = 0;
    let meanLog = 0;
    let meanEntropy = 0;
    for (let node = 0; node < nodes.size; node++) {
      const x = nodes.points[node]!;
      const weight = nodes.weights[node]!;
      const share = Math.max(shareFloor, (x + pseudoCount) / total);
      const log = isHalf ? logOfHalfMore(x) - logTotal : share > 0 ? Math.log(share) : 0;
      meanRoot += weight * Math.sqrt(x);
      meanShare += weight * share;
      meanLog += weight * log;
      meanEntropy += weight * share * log;
    }
    moments.root[k] = meanRoot / Math.sqrt(count);
    moments.share[k] = meanShare;
    moments.log[k] = meanLog;
    moments.entropy[k] = meanEntropy;
  }
  return moments;
}
