import type { MeasuredWindow } from "./measure.js";
import { isExact } from "./summary.js";
import { CELLS } from "./truth.js";

/** The largest part of its values that may have been moved or be missing in a window that is called exact. */
export const TOLERATED_SHARE = 0.02;
/** How far chance may go beyond what is expected: one in a million and a half, on one side. */
const DEVIATIONS = 4.8;

/**
 * Windows that are called exact and are off by more than they may be. The part that a window may lack is an expectation: how
 * many of the values in an export fell before the edge is known on average, so the number itself may differ by chance.
 */
export function silentErrors(windows: readonly MeasuredWindow[]): readonly MeasuredWindow[] {
  return windows.filter((window) => {
    const tolerated = TOLERATED_SHARE * window.happened;
    const off = Math.abs(window.counted - window.happened);
    return isExact(window) && off > tolerated + DEVIATIONS * Math.sqrt(tolerated);
  });
}

/**
 * Mean distortion of χ² for each degree of freedom over the windows called exact, less what chance explains: 0.02 is the
 * most that is aimed at. 0 without such windows.
 */
export function surelyDistortedBy(windows: readonly MeasuredWindow[]): number {
  const exact = windows.filter(isExact);
  if (exact.length === 0) return 0;
  const mean = exact.reduce((sum, { distortion }) => sum + distortion, 0) / exact.length;
  // a window's distortion is about the tolerated share times χ²/ν of ν = cells − 1 degrees, whose variance is 2/ν
  const error = TOLERATED_SHARE * Math.sqrt(2 / (CELLS - 1) / exact.length);
  return Math.max(0, mean - DEVIATIONS * error);
}
