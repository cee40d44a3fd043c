import type { WindowQuality } from "@modelwatch/conventions/query";

/** A counter went back inside the window: what the process counted after its last export before that is lost. */
export const FLAG_RESET = 1;
/** A point that began before the window was counted in it whole. */
export const FLAG_LATE = 2;

const QUALITIES: readonly (readonly WindowQuality[])[] = [["exact"], ["reset"], ["late"], ["reset", "late"]];

/** The flags of each window in words; windows without a flag are `exact`. */
export function toQuality(flags: Uint8Array): readonly (readonly WindowQuality[])[] {
  return Array.from(flags, (bits) => QUALITIES[bits] ?? []);
}

/** The inverse of {@link toQuality} for one window. */
export function fromQuality(quality: readonly WindowQuality[]): number {
  return (quality.includes("reset") ? FLAG_RESET : 0) | (quality.includes("late") ? FLAG_LATE : 0);
}
