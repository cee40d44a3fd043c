import type { WindowQuality } from "@modelwatch/conventions/query";

/** A counter went back inside the window: what the process counted after its last export before that is lost. */
export const FLAG_RESET = 1;
/** A point that began before the window was counted in it whole. */
export const FLAG_LATE = 2;

/**
 * What was counted late in a window is missing from those before it: from the one that ends there, and from all before that
 * in which nothing else was counted. `totals`: what was counted in each window.
 */
export function spreadLate(flags: Uint8Array, totals: Float64Array): Uint8Array {
  const spread = Uint8Array.from(flags);
  for (let window = flags.length - 1; window > 0; window--) {
    const isLate = (flags[window]! & FLAG_LATE) !== 0;
    const passesOn = totals[window] === 0 && (spread[window]! & FLAG_LATE) !== 0;
    if (isLate || passesOn) spread[window - 1]! |= FLAG_LATE;
  }
  return spread;
}

const QUALITIES: readonly (readonly WindowQuality[])[] = [["exact"], ["reset"], ["late"], ["reset", "late"]];

/** The flags of each window in words; windows without a flag are `exact`. */
export function toQuality(flags: Uint8Array): readonly (readonly WindowQuality[])[] {
  return Array.from(flags, (bits) => QUALITIES[bits] ?? []);
}

/** The inverse of {@link toQuality} for one window. */
export function fromQuality(quality: readonly WindowQuality[]): number {
  return (quality.includes("reset") ? FLAG_RESET : 0) | (quality.includes("late") ? FLAG_LATE : 0);
}
