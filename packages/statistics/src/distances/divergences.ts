import type { EmptyCellRule } from "./empty-cell-rule.js";
import { logOfHalfMore } from "./log-of-count.js";
import type { ReferenceProfile } from "./reference-profile.js";

/*
 * Kernels over one row of counts, starting at `offset`; `total` > 0 is the row's sum. No allocation. The formulas' texts and
 * references are in the definitions under comparisons/.
 */

/** Number of cells that either side uses. */
export function usedCells(reference: ReferenceProfile, counts: Float64Array, offset: number): number {
  if (reference.usedCells === reference.cells) return reference.cells;
  let used = reference.usedCells;
  for (let k = 0; k < reference.cells; k++) {
    if (reference.counts[k] === 0 && counts[offset + k]! > 0) used++;
  }
  return used;
}

/** Σ (q − p) ln(q/p) over the cells that either side uses, natural logarithm. +∞ for an empty cell without a rule. */
export function psiOf(
  reference: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
  { pseudoCount, shareFloor }: EmptyCellRule,
): number {
  const added = pseudoCount * usedCells(reference, counts, offset);
  const perReference = 1 / (reference.count + added);
  const perCurrent = 1 / (total + added);
  // ln(q/p) but for a constant, which drops out of the sum because both shares sum to 1; floored shares do not
  const isPlain = shareFloor === 0 && pseudoCount === 0.5;
  let psi = 0;
  for (let k = 0; k < reference.cells; k++) {
    const r = reference.counts[k]!;
    const s = counts[offset + k]!;
    if (r === 0 && s === 0) continue;
    const p = (r + pseudoCount) * perReference;
    const q = (s + pseudoCount) * perCurrent;
    psi += isPlain
      ? (q - p) * (logOfHalfMore(s) - reference.logsOfHalfMore[k]!)
      : jeffreysPart(p, q, shareFloor);
  }
  return psi;
}

function jeffreysPart(p: number, q: number, shareFloor: number): number {
  const low = Math.max(shareFloor, p);
  const high = Math.max(shareFloor, q);
  return (high - low) * Math.log(high / low);
}

/** Σ q ln(q/p): what coding the current values with the reference's code costs, in nats. +∞ for a new cell without a rule. */
export function klOf(
  reference: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
  { pseudoCount, shareFloor }: EmptyCellRule,
): number {
  const added = pseudoCount * usedCells(reference, counts, offset);
  const perReference = 1 / (reference.count + added);
  const perCurrent = 1 / (total + added);
  let kl = 0;
  if (shareFloor === 0 && pseudoCount === 0.5) {
    const scale = Math.log(perCurrent / perReference);
    for (let k = 0; k < reference.cells; k++) {
      const s = counts[offset + k]!;
      if (reference.counts[k] === 0 && s === 0) continue;
      kl += (s + 0.5) * (logOfHalfMore(s) - reference.logsOfHalfMore[k]! + scale);
    }
    return Math.max(0, kl * perCurrent);
  }
  for (let k = 0; k < reference.cells; k++) {
    const r = reference.counts[k]!;
    const s = counts[offset + k]!;
    if (r === 0 && s === 0) continue;
    const p = Math.max(shareFloor, (r + pseudoCount) * perReference);
    const q = Math.max(shareFloor, (s + pseudoCount) * perCurrent);
    if (q > 0) kl += q * Math.log(q / p);
  }
  return Math.max(0, kl);
}

/** Jensen–Shannon divergence in nats, in [0, ln 2]. */
export function jsDivergenceOf(
  reference: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
): number {
  const scale = 1 / total;
  let divergence = 0;
  for (let k = 0; k < reference.cells; k++) {
    const p = reference.shares[k]!;
    const q = counts[offset + k]! * scale;
    const sum = p + q;
    if (sum > 0) divergence += sum * halfInformation((q - p) / sum);
  }
  return divergence / 2;
}

/**
 * ½[(1+x) ln(1+x) + (1−x) ln(1−x)] for x in [−1, 1]. The series Σ x^{2k}/(2k(2k−1)) near 0 is faster and keeps the digits that
 * the logarithms cancel; below |x| = 0.2 its first term left out is under 1e−11 of the sum.
 */
function halfInformation(x: number): number {
  const square = x * x;
  if (square < 0.04) {
    return (
      square *
      (1 / 2 +
        square *
          (1 / 12 +
            square * (1 / 30 + square * (1 / 56 + square * (1 / 90 + square * (1 / 132 + square / 182))))))
    );
  }
  if (square >= 1) return Math.LN2;
  return ((1 + x) * Math.log(1 + x) + (1 - x) * Math.log(1 - x)) / 2;
}

/** √(½ Σ (√q − √p)²). */
export function hellingerOf(
  reference: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
): number {
  const scale = 1 / total;
  let sum = 0;
  for (let k = 0; k < reference.cells; k++) {
    const difference = Math.sqrt(counts[offset + k]! * scale) - reference.rootShares[k]!;
    sum += difference * difference;
  }
  return Math.min(1, Math.sqrt(sum / 2));
}

/** ½ Σ |q − p|. */
export function totalVariationOf(
  reference: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
): number {
  const scale = 1 / total;
  let sum = 0;
  for (let k = 0; k < reference.cells; k++) {
    sum += Math.abs(counts[offset + k]! * scale - reference.shares[k]!);
  }
  return Math.min(1, sum / 2);
}

/** max |G − F| at the bounds. */
export function ksOf(
  reference: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
): number {
  const scale = 1 / total;
  let below = 0;
  let greatest = 0;
  for (let k = 0; k < reference.cells; k++) {
    below += counts[offset + k]!;
    greatest = Math.max(greatest, Math.abs(below * scale - reference.cumulative[k]!));
  }
  return Math.min(1, greatest);
}

/** The largest gap that values inside one bucket could hide: max over buckets of |F_j − G_{j−1}| and |G_j − F_{j−1}|; at least ksOf. */
export function ksHiddenOf(
  reference: ReferenceProfile,
  counts: Float64Array,
  offset: number,
  total: number,
): number {
  const scale = 1 / total;
  let below = 0;
  let f = 0;
  let g = 0;
  let greatest = 0;
  for (let k = 0; k < reference.cells; k++) {
    below += counts[offset + k]!;
    const fUpper = reference.cumulative[k]!;
    const gUpper = below * scale;
    greatest = Math.max(greatest, Math.abs(fUpper - g), Math.abs(gUpper - f), Math.abs(gUpper - fUpper));
    f = fUpper;
    g = gUpper;
  }
  return Math.min(1, greatest);
}
