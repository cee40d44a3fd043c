import { covariancesOf, type CrossMoments } from "./cross-moments.js";

export interface RatioOfSums {
  readonly value: number;
  readonly standardError: number;
}

/**
 * Σx ÷ Σy over units (revenue per visit, minutes per flight) with its standard error by the delta method:
 * √((s²_x − 2R s_xy + R² s²_y) / n) / ȳ. Null with fewer than two units, or where Σy is 0 or so
 * small that the ratio exceeds what a double holds.
 *
 * Reference: Deng, Knoblich, Lu (KDD 2018), doi:10.1145/3219819.3219919.
 */
export function computeRatioOfSums(moments: CrossMoments): RatioOfSums | null {
  const statistics = covariancesOf(moments);
  if (statistics === null || moments.sumY === 0) return null;
  const value = moments.sumX / moments.sumY;
  const { varianceX, varianceY, covariance, meanY } = statistics;
  const variance = varianceX - 2 * value * covariance + value ** 2 * varianceY;
  return finite({ value, standardError: Math.sqrt(Math.max(0, variance) / moments.count) / Math.abs(meanY) });
}

function finite(ratio: RatioOfSums): RatioOfSums | null {
  return Number.isFinite(ratio.value) && Number.isFinite(ratio.standardError) ? ratio : null;
}

/** Difference and quotient of two arms' ratios; the quotient is null where the control's ratio is 0. */
export function compareRatiosOfSums(
  treated: CrossMoments,
  control: CrossMoments,
): { readonly difference: RatioOfSums; readonly quotient: RatioOfSums | null } | null {
  const a = computeRatioOfSums(treated);
  const b = computeRatioOfSums(control);
  if (a === null || b === null) return null;
  const quotient = a.value / b.value;
  return {
    difference: { value: a.value - b.value, standardError: Math.hypot(a.standardError, b.standardError) },
    quotient:
      b.value === 0
        ? null
        : finite({
            value: quotient,
            standardError: Math.hypot(a.standardError, quotient * b.standardError) / Math.abs(b.value),
          }),
  };
}
