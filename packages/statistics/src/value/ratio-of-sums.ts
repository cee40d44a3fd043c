import { covariancesOf, type CrossMoments } from "./cross-moments.js";

/**
 * Σx ÷ Σy over units (revenue per visit, minutes per flight) with its standard error by the delta method:
 * √((s²_x − 2R s_xy + R² s²_y) / n) / ȳ. Null with fewer than two units or where Σy is 0.
 *
 * Reference: Deng, Knoblich, Lu (KDD 2018), doi:10.1145/3219819.3219919.
 */
export function computeRatioOfSums(
  moments: CrossMoments,
): { readonly value: number; readonly standardError: number } | null {
  const statistics = covariancesOf(moments);
  if (statistics === null || moments.sumY === 0) return null;
  const value = moments.sumX / moments.sumY;
  const { varianceX, varianceY, covariance, meanY } = statistics;
  const variance = varianceX - 2 * value * covariance + value ** 2 * varianceY;
  return { value, standardError: Math.sqrt(Math.max(0, variance) / moments.count) / Math.abs(meanY) };
}
