/**
 * Half width of the asymptotic confidence sequence for a mean after `units` observations with this sample variance
 * (Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2024, theorem 2.2, doi:10.1214/24-AOS2408): holds at all sizes at once, tightest near
 * `optimalAt` units. +∞ for no units.
 */
export function asymptoticHalfWidth(options: {
  readonly variance: number;
  readonly units: number;
  readonly alpha: number;
  readonly optimalAt: number;
}): number {
  const { variance, units, alpha, optimalAt } = options;
  if (units <= 0) return Infinity;
  const logAlpha = -2 * Math.log(alpha);
  // their eq. 9: the ρ that makes the boundary nearly smallest at optimalAt
  const rhoSquared = (logAlpha + Math.log(logAlpha) + 1) / optimalAt;
  const scaled = units * rhoSquared + 1;
  return Math.sqrt(
    (variance * 2 * scaled * Math.log(Math.sqrt(scaled) / alpha)) / (units * units * rhoSquared),
  );
}
