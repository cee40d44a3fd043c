import { brierOf, groupCells, type LossCells } from "./loss-cells.js";
import type { ScoredOutcomes } from "./scored-outcomes.js";

export interface LossPart {
  readonly value: number;
  /** If rows are independent, by the delta method; multiply by √(design effect) where they are not. */
  readonly standardError: number;
}

export interface LossDecomposition {
  /** Current − reference loss. */
  readonly total: LossPart;
  /** Σ(ŝ_k − r̂_k) L_k: what moved because scores moved, at the reference loss of each score bucket. */
  readonly scoreMix: LossPart;
  /** Σ ŝ_k (L'_k − L_k): what moved because outcomes at the same score moved. Not proof of concept drift: a shift of an input that the score ignores lands here too. */
  readonly outcomeGivenScore: LossPart;
  readonly referenceLoss: number;
  readonly currentLoss: number;
  /** Score cells after those with few reference rows were joined to their neighbour. */
  readonly cells: number;
}

/**
 * Data or model? The change of the Brier score between two labelled cohorts as score-mix and outcome-given-score part. Each
 * bucket's rows take the bucket's middle as their score, so the losses can differ a little from the exact ones; the parts add
 * up to `total` exactly. Null where a side has no rows or the reference fills no cell.
 *
 * Reference: Cai, Namkoong, Yadlowsky (Management Science 2023, arXiv:2303.02011) for the decomposition; Kitagawa (1955).
 */
export function decomposeLoss(reference: ScoredOutcomes, current: ScoredOutcomes): LossDecomposition | null {
  const cells = groupCells(reference, current);
  if (cells === null) return null;
  const { reference: before, current: after } = cells;
  let scoreMix = 0;
  let outcomeGivenScore = 0;
  for (let k = 0; k < cells.count; k++) {
    const share = after.rows[k]! / after.total;
    scoreMix += (share - before.rows[k]! / before.total) * before.meanLoss[k]!;
    if (share > 0) outcomeGivenScore += share * (after.meanLoss[k]! - before.meanLoss[k]!);
  }
  const errors = standardErrors(cells, scoreMix, outcomeGivenScore);
  return {
    total: { value: scoreMix + outcomeGivenScore, standardError: errors.total },
    scoreMix: { value: scoreMix, standardError: errors.scoreMix },
    outcomeGivenScore: { value: outcomeGivenScore, standardError: errors.outcomeGivenScore },
    referenceLoss: before.loss,
    currentLoss: after.loss,
    cells: cells.count,
  };
}

/** Σ of squared influence of each row on each part, over both samples. */
function standardErrors(cells: LossCells, scoreMix: number, outcomeGivenScore: number) {
  const { reference: before, current: after } = cells;
  const averageBefore = scoreMix + before.loss;
  const variance = { total: 0, scoreMix: 0, outcomeGivenScore: 0 };
  for (const row of cells.eachBucket()) {
    const k = row.cell;
    const lossBefore = before.meanLoss[k]!;
    const ratio = after.rows[k]! / after.total / (before.rows[k]! / before.total);
    for (const truth of [0, 1] as const) {
      const loss = brierOf(row.score, truth);
      const current = truth === 1 ? row.currentPositive : row.currentNegative;
      const reference = truth === 1 ? row.referencePositive : row.referenceNegative;
      variance.scoreMix += (current * (lossBefore - averageBefore) ** 2) / after.total ** 2;
      variance.outcomeGivenScore +=
        (current * (loss - lossBefore - outcomeGivenScore) ** 2) / after.total ** 2;
      variance.total += (current * (loss - after.loss) ** 2) / after.total ** 2;
      const mixOfReference = (ratio - 1) * (loss - lossBefore) - (lossBefore - before.loss);
      variance.scoreMix += (reference * mixOfReference ** 2) / before.total ** 2;
      variance.outcomeGivenScore += (reference * (ratio * (loss - lossBefore)) ** 2) / before.total ** 2;
      variance.total += (reference * (loss - before.loss) ** 2) / before.total ** 2;
    }
  }
  return {
    total: Math.sqrt(variance.total),
    scoreMix: Math.sqrt(variance.scoreMix),
    outcomeGivenScore: Math.sqrt(variance.outcomeGivenScore),
  };
}
