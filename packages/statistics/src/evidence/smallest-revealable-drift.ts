import { likelihoodRadius } from "./plausible-references.js";

/**
 * The smallest drift, as a Hellinger distance, that a reference of this size can reveal however long one watches: nearer
 * distributions could be the reference's own sampling error. Near the reference n0·KL ≈ 4·n0·H², so it is tolerance + √(c_δ·φ/(4·n0)).
 * `cells` ≥ 2 after merging; `referenceCount` > 0.
 */
export function smallestRevealableDrift(options: {
  readonly referenceCount: number;
  readonly cells: number;
  readonly delta: number;
  readonly hellingerTolerance: number;
  readonly overdispersion: number;
}): number {
  const { referenceCount, cells, delta, hellingerTolerance, overdispersion } = options;
  const radius = likelihoodRadius(cells, delta);
  return hellingerTolerance + Math.sqrt((radius * overdispersion) / (4 * referenceCount));
}
