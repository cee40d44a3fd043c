import type { ComparisonInput } from "../definition/statistic-definition.js";

/** What to say where the chi-square limit is doubtful (Cochran 1954: up to a fifth of the cells may expect fewer than 5). */
export function sparseCellCaveats({ reference, current }: ComparisonInput): {
  readonly caveats?: readonly string[];
} {
  const total = reference.count + current.count;
  const smallest = Math.min(reference.count, current.count);
  let cells = 0;
  let sparse = 0;
  for (let k = 0; k < reference.counts.length; k++) {
    const pooled = reference.counts[k]! + current.counts[k]!;
    if (pooled === 0) continue;
    cells++;
    if ((pooled * smallest) / total < 5) sparse++;
  }
  if (sparse <= cells / 5) return {};
  return {
    caveats: [
      `${sparse} of ${cells} cells expect fewer than 5 values: the p-value is approximate; join cells or widen the window`,
    ],
  };
}
