/** Rows by decision and truth. Counts when labels are known; expectations when they are estimated. */
export interface Confusion {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
}

/** A share with its parts: a proportion's interval needs both. */
export interface Share {
  readonly value: number;
  readonly successes: number;
  readonly trials: number;
}

export interface ConfusionMetrics {
  /** Null where there are no rows. */
  readonly accuracy: Share | null;
  /** Of the positive decisions, the right ones; null without positive decisions. */
  readonly precision: Share | null;
  /** Of the positive truths, those decided positive; null without positive truths. */
  readonly recall: Share | null;
  /** Of the negative truths, those decided negative; null without negative truths. */
  readonly specificity: Share | null;
  /** 2TP / (2TP + FP + FN); null where neither truth nor decision is ever positive. */
  readonly f1: number | null;
}

/** Accuracy, precision, recall, specificity and F1 at the decisions that were made: exact, no buckets involved. */
export function computeConfusionMetrics(confusion: Confusion): ConfusionMetrics {
  const { truePositive, falsePositive, falseNegative, trueNegative } = confusion;
  const wrong = falsePositive + falseNegative;
  return {
    accuracy: toShare(truePositive + trueNegative, truePositive + trueNegative + wrong),
    precision: toShare(truePositive, truePositive + falsePositive),
    recall: toShare(truePositive, truePositive + falseNegative),
    specificity: toShare(trueNegative, trueNegative + falsePositive),
    f1: truePositive + wrong > 0 ? (2 * truePositive) / (2 * truePositive + wrong) : null,
  };
}

function toShare(successes: number, trials: number): Share | null {
  return trials > 0 ? { value: successes / trials, successes, trials } : null;
}
