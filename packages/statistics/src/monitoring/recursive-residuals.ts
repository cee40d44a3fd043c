const LAGS = 3;
const SIZE = 1 + LAGS;
/** A window further off than this many predictive standard deviations counts as this far in what is learned from it. */
const MOST_LEARNED = 6;
/** Prior weight, in windows, of "the variance is all sampling noise". */
const PRIOR_WINDOWS = 2;
/** After so many windows the scale starts anew from the last half of them: the first ones came before a mean was known. */
const SETTLING = 30;
/** In usual units: a signal that is constant to rounding. */
const LEAST_VARIANCE = 1e-20;

/**
 * One-step recursive residuals (Brown, Durbin & Evans 1975) of a signal: each window is predicted by a mean and an
 * autoregression over three windows that are fitted on earlier windows alone, and its error is divided by the predictive
 * standard deviation. The error's variance is a + c·noise, where `noise` is proportional to the sampling variance of this window's
 * signal (1/n for a mean), a and c fitted likewise: a night with a tenth of the rows is not an outlier.
 */
export class RecursiveResiduals {
  /** The last window's error in predictive standard deviations. */
  residual = 0;
  private readonly coefficients: Float64Array;
  /** Covariance of the coefficients, row by row. */
  private readonly covariance: Float64Array;
  /** 1 and the last windows' values. */
  private readonly regressors: Float64Array;
  private readonly gain: Float64Array;
  /** Weighted sums of 1, noise, noise², error² and error²·noise. */
  private s0 = 0;
  private s1 = 0;
  private s2 = 0;
  private t0 = 0;
  private t1 = 0;
  private seen = 0;
  private settling = 0;

  constructor() {
    this.coefficients = new Float64Array(SIZE);
    this.covariance = new Float64Array(SIZE * SIZE);
    this.regressors = new Float64Array(SIZE);
    this.gain = new Float64Array(SIZE);
    this.regressors[0] = 1;
    this.believe(0, 100);
    for (let lag = 1; lag <= LAGS; lag++) this.believe(lag, 0.5);
    this.startVariance(1);
  }

  /** Time passes without a value: its place is taken by its forecast. */
  skip(): void {
    this.shift(this.forecast());
  }

  /** Takes the next value: sets `residual`, then learns. */
  next(value: number, noise: number): void {
    const variance = this.variance(noise);
    const forecast = this.forecast();
    const leverage = this.prepareGain();
    const predictive = variance + leverage;
    const sd = Math.sqrt(predictive);
    this.residual = (value - forecast) / sd;
    const error = sd * Math.max(-MOST_LEARNED, Math.min(MOST_LEARNED, this.residual));
    this.learnCoefficients(error, predictive);
    this.learnScale(noise, (error * error * variance) / predictive);
    this.shift(forecast + error);
  }

  private believe(coefficient: number, variance: number): void {
    this.covariance[coefficient * SIZE + coefficient] = variance;
  }

  private forecast(): number {
    let sum = 0;
    for (let i = 0; i < SIZE; i++) sum += this.coefficients[i]! * this.regressors[i]!;
    return sum;
  }

  /** Covariance × regressors into `gain`; answers regressors' × covariance × regressors. */
  private prepareGain(): number {
    let leverage = 0;
    for (let i = 0; i < SIZE; i++) {
      let sum = 0;
      for (let j = 0; j < SIZE; j++) sum += this.covariance[i * SIZE + j]! * this.regressors[j]!;
      this.gain[i] = sum;
      leverage += sum * this.regressors[i]!;
    }
    return leverage;
  }

  private learnCoefficients(error: number, predictive: number): void {
    for (let i = 0; i < SIZE; i++) {
      const weight = this.gain[i]! / predictive;
      this.coefficients[i] = this.coefficients[i]! + weight * error;
      for (let j = 0; j <= i; j++) {
        const entry = this.covariance[i * SIZE + j]! - weight * this.gain[j]!;
        this.covariance[i * SIZE + j] = entry;
        this.covariance[j * SIZE + i] = entry;
      }
    }
  }

  private variance(noise: number): number {
    const { s0, s1, s2, t0, t1 } = this;
    const determinant = s0 * s2 - s1 * s1;
    const a = (t0 * s2 - t1 * s1) / determinant;
    const c = (t1 * s0 - t0 * s1) / determinant;
    if (c <= 0) return t0 / s0;
    if (a <= 0) return (t1 / s2) * noise;
    return a + c * noise;
  }

  private learnScale(noise: number, square: number): void {
    this.learnVariance(noise, square, weightOf(noise));
    if (this.seen >= SETTLING) return;
    this.seen++;
    if (2 * this.seen > SETTLING) this.settling += square / noise;
    if (this.seen === SETTLING) this.startVariance(Math.max(LEAST_VARIANCE, (2 * this.settling) / SETTLING));
  }

  private startVariance(usual: number): void {
    this.s0 = this.s1 = this.s2 = this.t0 = this.t1 = 0;
    for (const noise of [0.25, 4]) this.learnVariance(noise, usual * noise, PRIOR_WINDOWS * weightOf(noise));
  }

  private learnVariance(noise: number, square: number, weight: number): void {
    this.s0 += weight;
    this.s1 += weight * noise;
    this.s2 += weight * noise * noise;
    this.t0 += weight * square;
    this.t1 += weight * square * noise;
  }

  private shift(value: number): void {
    for (let lag = LAGS; lag > 1; lag--) this.regressors[lag] = this.regressors[lag - 1]!;
    this.regressors[1] = value;
  }
}

/** Squares of noisy windows are noisy themselves; a state that no row count explains is in all of them alike. */
function weightOf(noise: number): number {
  return 1 / (1 + noise) ** 2;
}
