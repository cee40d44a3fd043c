import { requireArgument } from "../definition/require-argument.js";

/**
 * Population stability index with every share raised to at least `floor` and no renormalising, as many scorecard tools compute it; a
 * cell that both sides leave empty counts nothing. For comparison with those tools alone: an empty cell adds up to
 * |q − floor|·ln(q/floor) whatever the sample size, so two floors give two numbers. Natural logarithm.
 * @throws ModelwatchError `invalid-argument`: unequal lengths, a count that is no number ≥ 0, an empty side, floor outside (0, 1).
 */
export function flooredPsi(reference: ArrayLike<number>, current: ArrayLike<number>, floor: number): number {
  requireArgument(
    reference.length === current.length,
    `reference has ${reference.length} cells and current ${current.length}`,
    "equally many",
  );
  requireArgument(floor > 0 && floor < 1, `floor is ${floor}`, "a share in (0, 1)");
  const ofReference = totalOf(reference, "reference");
  const ofCurrent = totalOf(current, "current");
  let index = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    if (reference[cell] === 0 && current[cell] === 0) continue;
    const p = Math.max(floor, reference[cell]! / ofReference);
    const q = Math.max(floor, current[cell]! / ofCurrent);
    index += (q - p) * Math.log(q / p);
  }
  return index;
}

function totalOf(counts: ArrayLike<number>, name: string): number {
  let total = 0;
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell]!;
    requireArgument(count >= 0 && count < Infinity, `${name}[${cell}] is ${count}`, "numbers ≥ 0");
    total += count;
  }
  requireArgument(total > 0, `${name} holds no values`, "at least one");
  return total;
}
