import type { SketchItem } from "@modelwatch/statistics";
import { readableNumber } from "./readable-number.js";

/** Most bounds of a fitted layout: 32 quantiles lose 4 % of a Hellinger distance, 64 lose half of that (docs/binning.md). */
export const MOST_BOUNDS = 32;

/** How far a bound may lie from its quantile, as a part of the share between two quantiles. */
const LEEWAY = 1 / 4;

/** A value with at least this many quantiles' share of the rows gets a bucket of its own. */
const HEAVY = 2;

/**
 * Bounds for a layout of reference quantiles: for each level (i − ½)/most the number that is easiest to read among those whose
 * share is within a quarter of 1/most of it. So no bucket holds more than 1.5/most of the rows, but for ties: a value with a share
 * of 2/most or more has a bucket of its own, with a bound just below it and one on it; a lighter one is whole in one bucket. No
 * bucket but the last is empty. Values that are all integers give integers.
 *
 * @param items ascending, at least one; weights add up to the rows. Shares are as right as the items.
 * @param most how many bounds there may be, ≥ 2.
 */
export function quantileBounds(items: readonly SketchItem[], most: number): readonly number[] {
  const steps = toSteps(items);
  const total = steps.at(-1)!.upTo;
  const bounds = new Set<number>();
  const isHeavy = (step: number) => steps[step]!.weight * most >= HEAVY * total;
  for (let level = 0.5; level < most; level++) {
    const step = stepAt(steps, (level / most) * total);
    const { value } = steps[step]!;
    if (isHeavy(step)) {
      if (step > 0) bounds.add(boundBelow(steps, step));
      bounds.add(value);
      continue;
    }
    // a heavy value has bounds of its own: none may cross it
    let low = step;
    let high = step;
    const first = stepAt(steps, ((level - LEEWAY) / most) * total);
    const last = stepAt(steps, ((level + LEEWAY) / most) * total);
    while (low > first && !isHeavy(low - 1)) low--;
    while (high < last && !isHeavy(high + 1)) high++;
    bounds.add(readableNumber(steps[low]!.value, steps[high]!.value, value));
  }
  return withoutEmptyBuckets(
    [...bounds].sort((a, b) => a - b),
    steps,
  );
}

/** A distinct value: how many rows hold it, and how many hold it or less. */
interface Step {
  readonly value: number;
  weight: number;
  upTo: number;
}

function toSteps(items: readonly SketchItem[]): readonly Step[] {
  const steps: Step[] = [];
  let upTo = 0;
  for (const { value, weight } of items) {
    upTo += weight;
    const last = steps.at(-1);
    if (last?.value === value) {
      last.weight += weight;
      last.upTo = upTo;
    } else steps.push({ value, weight, upTo });
  }
  return steps;
}

/** The first step up to which at least `rows` rows lie. */
function stepAt(steps: readonly Step[], rows: number): number {
  let low = 0;
  let high = steps.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (steps[middle]!.upTo < rows) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A number that separates a step from the one before it. */
function boundBelow(steps: readonly Step[], step: number): number {
  const before = steps[step - 1]!.value;
  return readableNumber(before, before + (steps[step]!.value - before) / 2, before);
}

/** A bound with no row between the one before and it says nothing that the one before does not. */
function withoutEmptyBuckets(bounds: readonly number[], steps: readonly Step[]): readonly number[] {
  let before = -1;
  return bounds.filter((bound) => {
    const step = lastUpTo(steps, bound);
    const holdsRows = step > before;
    if (holdsRows) before = step;
    return holdsRows;
  });
}

/** Index of the last step that is not above a bound, −1 where there is none. */
function lastUpTo(steps: readonly Step[], bound: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (steps[middle]!.value <= bound) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
