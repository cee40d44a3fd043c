import { requireSameBounds, rowCountOf, type ScoredOutcomes } from "./scored-outcomes.js";

/** The rows above one threshold. */
export interface GainsPoint {
  readonly threshold: number;
  /** Share of all rows that score above it. */
  readonly share: number;
  /** Share of the positive truths found among them (cumulative gain). */
  readonly gain: number;
  /** gain ÷ share: how many times more positives than in rows taken at random; null where no row scores above. */
  readonly lift: number | null;
}

/**
 * Cumulative gains and lift at every bucket bound, from the highest threshold down: how much of what matters is found by looking at
 * the highest scores alone. Exact at bounds. Null without positive truths.
 * @throws ModelwatchError `invalid-argument` where the classes do not share their bounds.
 */
export function computeGainsCurve(outcomes: ScoredOutcomes): readonly GainsPoint[] | null {
  requireSameBounds(outcomes);
  const { positive, negative } = outcomes;
  if (positive.count === 0) return null;
  const rows = rowCountOf(outcomes);
  const points: GainsPoint[] = [];
  let found = 0;
  let looked = 0;
  for (let i = positive.bounds.length - 1; i >= 0; i--) {
    found += positive.counts[i + 1]!;
    looked += positive.counts[i + 1]! + negative.counts[i + 1]!;
    const share = looked / rows;
    const gain = found / positive.count;
    points.push({ threshold: positive.bounds[i]!, share, gain, lift: share > 0 ? gain / share : null });
  }
  return points;
}
