/** Prior weight, in windows, of "the variance is all sampling noise". */
const PRIOR_WINDOWS = 2;
/** After so many windows the scale starts anew from the last half of them: the first ones came before a mean was known. */
const SETTLING = 30;
/** In usual units: a signal that is constant to rounding. */
const LEAST = 1e-20;

/**
 * Variance of a forecast's error as a + c·noise, a ≥ 0, c ≥ 0, from earlier errors: what rows explain and what they do not. `noise` is
 * proportional to the sampling variance. Weighted least squares with weights that depend on the noise alone: with weights from the
 * variance itself, a variance once too small would hold itself there.
 */
export class ErrorVariance {
  /** Weighted sums of 1, noise, noise², error² and error²·noise. */
  private s0 = 0;
  private s1 = 0;
  private s2 = 0;
  private t0 = 0;
  private t1 = 0;
  private seen = 0;
  private settling = 0;

  constructor() {
    this.start(1);
  }

  at(noise: number): number {
    const { s0, s1, s2, t0, t1 } = this;
    const determinant = s0 * s2 - s1 * s1;
    const a = (t0 * s2 - t1 * s1) / determinant;
    const c = (t1 * s0 - t0 * s1) / determinant;
    if (c <= 0) return t0 / s0;
    if (a <= 0) return (t1 / s2) * noise;
    return a + c * noise;
  }

  learn(noise: number, square: number): void {
    this.add(noise, square, weightOf(noise));
    if (this.seen >= SETTLING) return;
    this.seen++;
    if (2 * this.seen > SETTLING) this.settling += square / noise;
    if (this.seen === SETTLING) this.start(Math.max(LEAST, (2 * this.settling) / SETTLING));
  }

  private start(usual: number): void {
    this.s0 = this.s1 = this.s2 = this.t0 = this.t1 = 0;
    for (const noise of [0.25, 4]) this.add(noise, usual * noise, PRIOR_WINDOWS * weightOf(noise));
  }

  private add(noise: number, square: number, weight: number): void {
    this.s0 += weight;
    this.s1 += weight * noise;
    this.s2 += weight * noise * noise;
    this.t0 += weight * square;
    this.t1 += weight * square * noise;
  }
}

/** Squares of noisy windows are noisy themselves; a state that no row count explains is in all of them alike. */
function weightOf(noise: number): number {
  return 1 / (1 + noise) ** 2;
}
