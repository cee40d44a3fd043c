import type { CellGroups } from "./cell-groups.js";

export interface RemainingDistance {
  /** Of one window: an estimate of Σ (p − p̄)²/p̄, in which the directions taken out and the sampling noise of n rows have no part. */
  of(counts: Float64Array, from: number, n: number): number;
}

/**
 * Pearson's chi-square splits into one square per orthonormal score of the cells (Lancaster 1949; Neyman's smooth test). Taken out
 * here are the given scores, which have signals of their own; undefined where too few groups remain.
 */
export function remainingDistance(
  groups: CellGroups,
  scores: readonly Float64Array[],
  reference: Float64Array,
): RemainingDistance | undefined {
  const { groupOf, shares } = groups;
  const freedom = shares.length - 1 - scores.length;
  if (freedom < 1) return undefined;
  const directions = orthonormal(
    scores.map((score) => meanByGroup(score, groups, reference)),
    shares,
  );
  const inGroup = new Float64Array(shares.length);
  const scale = Math.sqrt(2 * freedom);

  function of(counts: Float64Array, from: number, n: number): number {
    inGroup.fill(0);
    for (let cell = 0; cell < groupOf.length; cell++) {
      const group = groupOf[cell]!;
      if (group >= 0) inGroup[group] = inGroup[group]! + counts[from + cell]!;
    }
    let square = 0;
    for (let group = 0; group < shares.length; group++) {
      const deviation = inGroup[group]! - n * shares[group]!;
      square += (deviation * deviation) / shares[group]!;
    }
    for (const direction of directions) {
      let sum = 0;
      for (let group = 0; group < shares.length; group++) sum += inGroup[group]! * direction[group]!;
      square -= sum * sum;
    }
    return (square / n - freedom) / n / scale;
  }
  return { of };
}

function meanByGroup(
  score: Float64Array,
  { groupOf, shares }: CellGroups,
  counts: Float64Array,
): Float64Array {
  const sums = new Float64Array(shares.length);
  const weights = new Float64Array(shares.length);
  score.forEach((value, cell) => {
    const group = groupOf[cell]!;
    if (group < 0) return;
    const weight = counts[cell]! + 0.5;
    sums[group] = sums[group]! + weight * value;
    weights[group] = weights[group]! + weight;
  });
  return sums.map((sum, group) => sum / weights[group]!);
}

/** Gram–Schmidt in the inner product Σ p f g, against the constant first. */
function orthonormal(vectors: readonly Float64Array[], shares: Float64Array): Float64Array[] {
  const product = (f: Float64Array, g: Float64Array): number =>
    shares.reduce((sum, share, group) => sum + share * f[group]! * g[group]!, 0);
  const basis = [new Float64Array(shares.length).fill(1)];
  for (const vector of vectors) {
    let rest = vector;
    for (const direction of basis) {
      const along = product(rest, direction);
      rest = rest.map((value, group) => value - along * direction[group]!);
    }
    const norm = Math.sqrt(product(rest, rest));
    basis.push(rest.map((value) => value / norm));
  }
  return basis.slice(1);
}
