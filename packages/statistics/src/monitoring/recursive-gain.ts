/**
 * The gain of weighted recursive least squares (Plackett 1950): how far coefficients move for an error, from the regressors of all
 * earlier windows. Several outcomes of the same regressors and weights share one.
 */
export class RecursiveGain {
  readonly regressors: Float64Array;
  /** Covariance × regressors, after `prepare`. */
  readonly gain: Float64Array;
  private readonly size: number;
  /** Of the coefficients, row by row. */
  private readonly covariance: Float64Array;

  /** One prior variance for each coefficient. */
  constructor(priorVariances: readonly number[]) {
    this.size = priorVariances.length;
    this.regressors = new Float64Array(this.size);
    this.gain = new Float64Array(this.size);
    this.covariance = new Float64Array(this.size * this.size);
    priorVariances.forEach((variance, i) => (this.covariance[i * this.size + i] = variance));
  }

  /** Answers what the coefficients' uncertainty adds to the variance of a forecast: regressors' × covariance × regressors. */
  prepare(): number {
    const { size, covariance, regressors, gain } = this;
    let leverage = 0;
    for (let i = 0, at = 0; i < size; i++) {
      let sum = 0;
      for (let j = 0; j < size; j++, at++) sum += covariance[at]! * regressors[j]!;
      gain[i] = sum;
      leverage += sum * regressors[i]!;
    }
    // rounding may leave a crumb below zero
    return Math.max(0, leverage);
  }

  /** Takes in the window whose error had the variance `predictive`. */
  learn(predictive: number): void {
    const { size, covariance, gain } = this;
    for (let i = 0, at = 0; i < size; i++) {
      const weight = gain[i]! / predictive;
      for (let j = 0; j < size; j++, at++) covariance[at] = covariance[at]! - weight * gain[j]!;
    }
  }
}
