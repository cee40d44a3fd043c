import { ErrorVariance } from "./error-variance.js";
import { RecursiveGain } from "./recursive-gain.js";

/** Five-minute means of a minute-wise autoregression need a moving-average part, which three lags stand for. */
const LAGS = 3;
/** A window further off than this many predictive standard deviations counts as this far in what is learned from it. */
const MOST_LEARNED = 6;
/** In usual units: a mean anywhere, lag coefficients of ±.7. */
const PRIOR_VARIANCES = [100, ...Array.from({ length: LAGS }, () => 0.5)];

/**
 * One-step recursive residuals (Brown, Durbin & Evans 1975) of a signal: each window is predicted by a mean and an
 * autoregression that are fitted on earlier windows alone, and its error is divided by the predictive standard deviation. The error's
 * variance depends on the window's noise (see ErrorVariance): a night with a tenth of the rows is not an outlier.
 */
export class RecursiveResiduals {
  /** The last window's error in predictive standard deviations. */
  residual = 0;
  private readonly coefficients = new Float64Array(1 + LAGS);
  /** Regressors: 1 and the last windows' values, the nearest first. */
  private readonly gain = new RecursiveGain(PRIOR_VARIANCES);
  private readonly variance = new ErrorVariance();

  constructor() {
    this.gain.regressors[0] = 1;
  }

  /** How much of a departure from the mean lasts to the next window: the sum of the lags' coefficients. */
  get persistence(): number {
    let sum = 0;
    for (let lag = 1; lag <= LAGS; lag++) sum += this.coefficients[lag]!;
    return sum;
  }

  /** Time passes without a value: its place is taken by its forecast. */
  skip(): void {
    this.remember(this.forecast());
  }

  /** Takes the next value: sets `residual`, then learns. */
  next(value: number, noise: number): void {
    const variance = this.variance.at(noise);
    const forecast = this.forecast();
    const predictive = variance + this.gain.prepare();
    const sd = Math.sqrt(predictive);
    this.residual = (value - forecast) / sd;
    const error = sd * Math.max(-MOST_LEARNED, Math.min(MOST_LEARNED, this.residual));
    const step = error / predictive;
    for (let i = 0; i <= LAGS; i++) {
      this.coefficients[i] = this.coefficients[i]! + step * this.gain.gain[i]!;
    }
    this.gain.learn(predictive);
    this.variance.learn(noise, step * error * variance);
    this.remember(forecast + error);
  }

  /** Three lags, written out: this runs for every signal of every window. */
  private forecast(): number {
    const { coefficients } = this;
    const { regressors } = this.gain;
    return (
      coefficients[0]! +
      coefficients[1]! * regressors[1]! +
      coefficients[2]! * regressors[2]! +
      coefficients[3]! * regressors[3]!
    );
  }

  private remember(value: number): void {
    const { regressors } = this.gain;
    regressors[3] = regressors[2]!;
    regressors[2] = regressors[1]!;
    regressors[1] = value;
  }
}
