import { normalMixtureLogRatio, mixingVarianceFor } from "../evidence/normal-mixture.js";
import { asymptoticHalfWidth } from "../evidence/half-width.js";
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

/**
 * Windows with rows before an effect has an interval (the limit theorem behind it says nothing about fewer), and those after which it is
 * tightest. Plans count on both.
 */
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
 * The interval of a contrast with windows as units, which may be read after every window: asymptotic confidence sequence. Its
 * variance is the windows' own, or the long-run one (Newey and West) where neighbouring windows resemble each other. Null with fewer
 * than five windows that hold rows, or without any variation between them.
 *
 * Reference: Waudby-Smith et al. (Ann. Stat. 2024), doi:10.1214/24-AOS2408.
 */
export function effectIntervalOf(
  contrast: WindowContrast,
  options: { readonly alpha: number; readonly noEffect?: number },
): EffectInterval | null {
  const { alpha, noEffect = 0 } = options;
  const spread = windowVarianceOf(contrast);
  if (spread === null) return null;
  const units = contrast.windows;
  const { variance, independent } = spread;
  const half = asymptoticHalfWidth({ variance, units, alpha, optimalAt: EFFECT_WINDOWS.optimal });
  return {
    low: contrast.value - half,
    high: contrast.value + half,
    logEvidence: normalMixtureLogRatio({
      distance: contrast.value - noEffect,
      errorVariance: variance / units,
      mixingVariance: variance * mixingVarianceFor(alpha, EFFECT_WINDOWS.optimal),
    }),
    unit: "window",
    units,
    effectiveUnits: units * (independent / variance),
  };
}
