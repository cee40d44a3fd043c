export interface LabelMaturity {
  readonly predictions: number;
  readonly outcomes: number;
  /** Share of the predictions whose truth has arrived, in [0, 1]; null without predictions. */
  readonly share: number | null;
  /** Labelled rows by label delay. */
  readonly byAge: Readonly<Record<string, number>>;
}

/**
 * How much of a cohort's truth has arrived. More outcomes than predictions (a cohort recovered approximately from label
 * delays) count as all of them.
 */
export function computeLabelMaturity(
  predictions: number,
  byAge: Readonly<Record<string, number>>,
): LabelMaturity {
  const outcomes = Object.values(byAge).reduce((sum, count) => sum + count, 0);
  const share = predictions > 0 ? Math.min(1, outcomes / predictions) : null;
  return { predictions, outcomes, share, byAge };
}
