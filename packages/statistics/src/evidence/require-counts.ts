import { ModelwatchError } from "@modelwatch/conventions/error";

/** @throws ModelwatchError `invalid-argument` for a count that is negative, NaN or ∞. Stores that extrapolate give fractions. */
export function requireCounts(counts: ArrayLike<number>, name: string): void {
  for (let index = 0; index < counts.length; index++) {
    if (counts[index]! >= 0 && counts[index]! < Infinity) continue;
    throw new ModelwatchError("invalid-argument", {
      problem: `${name}[${index}] is ${counts[index]}`,
      allowed: "finite counts ≥ 0",
    });
  }
}
