import { requireArgument } from "../definition/require-argument.js";
import type { NumericDistribution } from "../distribution/distribution.js";
import type { Undetermined } from "../distribution/undetermined.js";
import { clopperPearsonInterval } from "../special/proportion-interval.js";

/** A share of rows that buckets and samples leave open. */
export interface FlippedShare {
  /** What buckets hide: rows surely between the limits ÷ rows, and rows that may be. */
  readonly resolution: { readonly low: number; readonly high: number };
  /** The whole uncertainty: what samples hide (Clopper–Pearson) around both ends. */
  readonly low: number;
  readonly high: number;
}

export interface DecisionsNearThreshold {
  readonly kind: "value";
  /** Decisions that a score higher by `delta` would flip: scores in (threshold − delta, threshold]. */
  readonly raised: FlippedShare;
  /** Decisions that a score lower by `delta` would flip: scores in (threshold, threshold + delta]. */
  readonly lowered: FlippedShare;
  /** Both together: scores within ± delta. */
  readonly near: FlippedShare;
}

/**
 * How many decisions would a small shift of all scores flip? A decision is positive for scores above the threshold. Where the
 * threshold itself is only known to lie in [low, high] the answer allows for all of it. Undetermined when empty.
 * @throws ModelwatchError `invalid-argument`: delta ≤ 0, a threshold that is not finite or whose low exceeds its high,
 * overdispersion < 1, alpha outside (0, 1).
 */
export function decisionsNearThreshold(
  scores: NumericDistribution,
  options: {
    readonly threshold: { readonly low: number; readonly high: number };
    readonly delta: number;
    readonly alpha: number;
    readonly overdispersion?: number;
  },
): DecisionsNearThreshold | Undetermined {
  const { threshold, delta, alpha, overdispersion = 1 } = options;
  const ordered = Number.isFinite(threshold.low) && Number.isFinite(threshold.high - threshold.low);
  requireArgument(
    ordered && threshold.low <= threshold.high,
    `the threshold is [${threshold.low}, ${threshold.high}]`,
    "finite, low ≤ high",
  );
  requireArgument(delta > 0 && Number.isFinite(delta), `delta is ${delta}`, "a number > 0");
  requireArgument(overdispersion >= 1, `overdispersion is ${overdispersion}`, "a number ≥ 1");
  if (scores.count === 0) return { kind: "undetermined", reason: "empty", counts: { current: 0 } };
  const between = (down: number, up: number): FlippedShare => {
    const rows = scores.count / overdispersion;
    const sure = rowsInside(scores, threshold.high - down, threshold.low + up);
    const possible = rowsTouching(scores, threshold.low - down, threshold.high + up);
    const resolution = { low: sure / scores.count, high: possible / scores.count };
    if (rows < 1) return { resolution, low: 0, high: 1 };
    return {
      resolution,
      low: clopperPearsonInterval(sure / overdispersion, rows, alpha).low,
      high: clopperPearsonInterval(possible / overdispersion, rows, alpha).high,
    };
  };
  return {
    kind: "value",
    raised: between(delta, 0),
    lowered: between(0, delta),
    near: between(delta, delta),
  };
}

/** Rows of buckets that lie in (from, to] as a whole. */
function rowsInside({ bounds, counts }: NumericDistribution, from: number, to: number): number {
  let rows = 0;
  for (let i = 1; i < bounds.length; i++) if (bounds[i - 1]! >= from && bounds[i]! <= to) rows += counts[i]!;
  return rows;
}

/** Rows of buckets that share a value with (from, to]. */
function rowsTouching({ bounds, counts }: NumericDistribution, from: number, to: number): number {
  let rows = 0;
  counts.forEach((count, i) => {
    if ((bounds[i] ?? Infinity) > from && (bounds[i - 1] ?? -Infinity) < to) rows += count;
  });
  return rows;
}
