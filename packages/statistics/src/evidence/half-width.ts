import { mixingVarianceFor, normalMixtureHalfWidth } from "./normal-mixture.js";

/**
 * Half width of the asymptotic confidence sequence for a mean after `units` observations with this sample variance
 * (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2024, theorem 2.2, doi:10.1214/24-AOS2408): holds at all sizes at once, tightest near
 * `optimalAt` units. +∞ for no units, 0 for no variance.
 */
export function asymptoticHalfWidth(options: {
  readonly variance: number;
  readonly units: number;
  readonly alpha: number;
  readonly optimalAt: number;
}): number {
  const { variance, units, alpha, optimalAt } = options;
  if (units <= 0) return Infinity;
  if (variance === 0) return 0;
  const mixingVariance = variance * mixingVarianceFor(alpha, optimalAt);
  return normalMixtureHalfWidth({ errorVariance: variance / units, mixingVariance, alpha });
}
