import type { WindowQuality } from "@modelwatch/conventions/query";
import type { MeasuredWindow } from "./measure.js";

/** The windows of one width in one scenario, as one source answers them. */
export interface Summary {
  readonly windows: number;
  /** Mean of |counted − happened| / happened. */
  readonly countError: number;
  /** Root mean square of the shares' errors, in units of their sampling noise. */
  readonly shareError: number;
  /** Share of windows by what they are called; a window can have several names. */
  readonly flags: ReadonlyMap<WindowQuality, number>;
  /** Of the windows that are called exact. */
  readonly exact: {
    readonly windows: number;
    readonly worstCountError: number;
    /** Mean error of χ² for each degree of freedom. */
    readonly distortion: number;
  };
}

export function summarise(windows: readonly MeasuredWindow[]): Summary {
  const exact = windows.filter(isExact);
  const flags = new Map<WindowQuality, number>();
  for (const { quality } of windows)
    for (const flag of quality) flags.set(flag, (flags.get(flag) ?? 0) + 1 / windows.length);
  return {
    windows: windows.length,
    countError: mean(windows.map(countError)),
    shareError: Math.sqrt(mean(windows.map(({ distortion }) => distortion))),
    flags,
    exact: {
      windows: exact.length,
      worstCountError: Math.max(0, ...exact.map(countError)),
      distortion: mean(exact.map(({ distortion }) => distortion)),
    },
  };
}

export function isExact({ quality }: MeasuredWindow): boolean {
  return quality.includes("exact");
}

/** Relative; of a window in which nothing happened, what was counted. */
export function countError({ counted, happened }: MeasuredWindow): number {
  return Math.abs(counted - happened) / Math.max(1, happened);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
