import type { NumericDistribution } from "../distribution/distribution.js";
import { tailMass } from "../tails/tail-mass.js";
import { explain, type Explanation } from "./explanation.js";
import { devianceWithin } from "./unchanged-cells.js";

/** What counts as a tail: no more than this share of the rows before on either side. */
const TAIL = 0.05;
/** Where more rows than this ended up in the tails, it is no longer the tails that changed. */
const MOST_AFTER = 0.5;

interface Settings {
  readonly alpha: number;
  readonly overdispersion: number;
}

/** Only the outer twentieth on either side changed. Null where buckets are too coarse to have tails; both sides share one layout. */
export function tailExplanation(
  before: NumericDistribution,
  after: NumericDistribution,
  settings: Settings,
): Explanation | null {
  const [low, high] = (["low", "high"] as const).map((side) => tailMass(before, after, side, TAIL));
  const { bounds } = before;
  // buckets first…last lie between the tails
  const first = low?.kind === "value" ? bounds.indexOf(low.bound) + 1 : 0;
  const last = high?.kind === "value" ? bounds.indexOf(high.bound) : bounds.length;
  const tails = first + bounds.length - last;
  if (tails === 0 || last <= first) return null;
  const cells = range(first, last + 1);
  const between = cells.reduce((sum, cell) => sum + after.counts[cell]!, 0);
  if (between < (1 - MOST_AFTER) * after.count) return null;
  const middle = devianceWithin(before.counts, after.counts, cells);
  return explain("tail", middle, { ...settings, parameters: tails });
}

/** Rows crossed the threshold, and nothing else: the bucket that holds it may hold any rows. Both sides share one layout. */
export function thresholdExplanation(
  before: NumericDistribution,
  after: NumericDistribution,
  threshold: { readonly low: number; readonly high: number },
  settings: Settings,
): Explanation | null {
  const { bounds, counts } = before;
  const below = bounds.findLastIndex((bound) => bound <= threshold.low) + 1;
  const above = bounds.findIndex((bound) => bound >= threshold.high) + 1;
  if (below === 0 || above === 0) return null;
  const parts = [range(0, below), range(above, counts.length)].map((cells) =>
    devianceWithin(before.counts, after.counts, cells),
  );
  const deviance = parts.reduce((sum, part) => sum + part.deviance, 0);
  const degrees = parts.reduce((sum, part) => sum + part.degrees, 0);
  return explain("threshold", { deviance, degrees }, { ...settings, parameters: 1 + above - below });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}
