import { mixingVarianceFor } from "../evidence/normal-mixture.js";
import { tMixtureHalfWidth, tMixtureLogRatio } from "../evidence/t-mixture.js";
import { deviationsOf } from "../time-series/autocorrelation.js";
import { andrewsBandwidth, longRunVariance } from "../time-series/newey-west.js";
import { toPseudoValues, type WindowContrast } from "./window-contrast.js";

/** An always-valid interval of an effect and the evidence behind it. */
export interface EffectInterval {
  readonly low: number;
  readonly high: number;
  /** ln of the evidence against "no effect"; the interval excludes no effect exactly where it reaches −ln alpha. */
  readonly logEvidence: number;
  /** What the variance was taken from. */
  readonly unit: "window" | "entity";
  readonly units: number;
  /** Independent units that these are worth: fewer where neighbouring windows resemble each other. */
  readonly effectiveUnits: number;
}

/** Windows with rows before an effect's variance is told at all, and those after which its interval is tightest. Plans count on both. */
export const EFFECT_WINDOWS = Object.freeze({ least: 5, optimal: 30 });

/**
 * Variance of one window's part in a contrast: the windows' own, and the long-run one (Newey and West) where that is larger because
 * neighbouring windows resemble each other. Null with fewer than five windows that hold rows, or without variation between them.
 */
export function windowVarianceOf(
  contrast: WindowContrast,
): { readonly variance: number; readonly independent: number } | null {
  const units = contrast.windows;
  if (units < EFFECT_WINDOWS.least) return null;
  const { deviations } = deviationsOf(toPseudoValues(contrast));
  const independent = (longRunVariance(deviations, 0) * units) / (units - 1);
  if (!(independent > 0)) return null;
  const dependent = (longRunVariance(deviations, andrewsBandwidth(deviations)) * units) / (units - 1);
  // neighbours that compensate each other could narrow it; few windows cannot prove that they always will
  return { variance: Math.max(independent, dependent), independent };
}

/**
 * The interval of a contrast with windows as units, which may be read after every window. It knows that the variance is estimated (exact
 * for normal, independent windows, about right for others), and takes neighbouring windows that resemble each other for as many as they
 * are worth. Null where the windows are too few to bound anything or do not vary.
 *
 * Reference: Wang and Ramdas (2024), arXiv:2310.03722; Newey and West (1987) for the dependence.
 */
export function effectIntervalOf(
  contrast: WindowContrast,
  options: { readonly alpha: number; readonly noEffect?: number },
): EffectInterval | null {
  const { alpha, noEffect = 0 } = options;
  const spread = windowVarianceOf(contrast);
  if (spread === null) return null;
  const { variance, independent } = spread;
  const effectiveUnits = contrast.windows * (independent / variance);
  if (effectiveUnits < 2) return null;
  const mixingVariance = mixingVarianceFor(alpha, EFFECT_WINDOWS.optimal);
  const facts = { units: effectiveUnits, variance: independent, mixingVariance };
  const half = tMixtureHalfWidth({ ...facts, alpha });
  if (half === null) return null;
  return {
    low: contrast.value - half,
    high: contrast.value + half,
    logEvidence: tMixtureLogRatio({ ...facts, distance: contrast.value - noEffect }),
    unit: "window",
    units: contrast.windows,
    effectiveUnits,
  };
}
