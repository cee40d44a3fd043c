/** n, Σx, Σy, Σx², Σy², Σxy of pairs: all that CUPED and a ratio's error need. */
export interface CrossMoments {
  readonly count: number;
  readonly sumX: number;
  readonly sumY: number;
  readonly sumXX: number;
  readonly sumYY: number;
  readonly sumXY: number;
}

export interface Covariances {
  readonly meanX: number;
  readonly meanY: number;
  readonly varianceX: number;
  readonly varianceY: number;
  readonly covariance: number;
}

/** Means, variances and covariance with n − 1; null with fewer than two pairs. */
export function covariancesOf(moments: CrossMoments): Covariances | null {
  const { count, sumX, sumY, sumXX, sumYY, sumXY } = moments;
  if (count < 2) return null;
  return {
    meanX: sumX / count,
    meanY: sumY / count,
    varianceX: Math.max(0, (sumXX - sumX ** 2 / count) / (count - 1)),
    varianceY: Math.max(0, (sumYY - sumY ** 2 / count) / (count - 1)),
    covariance: (sumXY - (sumX * sumY) / count) / (count - 1),
  };
}

/** Moments of two disjoint sets of pairs together. */
export function addMoments(a: CrossMoments, b: CrossMoments): CrossMoments {
  return {
    count: a.count + b.count,
    sumX: a.sumX + b.sumX,
    sumY: a.sumY + b.sumY,
    sumXX: a.sumXX + b.sumXX,
    sumYY: a.sumYY + b.sumYY,
    sumXY: a.sumXY + b.sumXY,
  };
}
