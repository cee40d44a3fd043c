import { ModelwatchError } from "@modelwatch/conventions";

/** The smallest drift (Hellinger distance) that a reference of this size can ever reveal. */
export function smallestRevealableDrift(_options: {
  readonly referenceCount: number;
  readonly cells: number;
  readonly delta: number;
  readonly hellingerTolerance: number;
  readonly overdispersion: number;
}): number {
  throw new ModelwatchError("unsupported", "smallestRevealableDrift is being written");
}
