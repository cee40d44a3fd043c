/** Memories of earlier windows fade by these factors each window: a few windows, and about fifty. */
const FADINGS = [0, 0.8, 0.98] as const;
/** E|Z|. */
const MEAN_SIZE = Math.sqrt(2 / Math.PI);

/**
 * How much the residuals still remember, in the normal scores that bets are made on: their correlation with the window before, and with
 * fading averages of all earlier ones, for the scores and for their sizes (calm and restless stretches). White scores have
 * correlations of 0 ± 1/√count.
 */
export class ResidualMemory {
  private readonly scores = FADINGS.map((fading) => new FadingCorrelation(fading));
  private readonly sizes = FADINGS.map((fading) => new FadingCorrelation(fading));

  /** Of a time whose bets will be judged. */
  learn(z: number): void {
    const size = Math.abs(z) - MEAN_SIZE;
    for (let memory = 0; memory < FADINGS.length; memory++) {
      this.scores[memory]!.learn(z);
      this.sizes[memory]!.learn(size);
    }
  }

  /** Afterwards: the score alone, against the window before. */
  learnLag1(z: number): void {
    this.scores[0]!.learn(z);
  }

  /** Windows went by without a residual. */
  forget(): void {
    for (const memory of [...this.scores, ...this.sizes]) memory.forget();
  }

  /** Lag-1 autocorrelation of the scores. */
  get lag1(): number {
    return this.scores[0]!.correlation;
  }

  /** The largest of all the correlations, without sign. */
  get strongest(): number {
    return Math.max(...[...this.scores, ...this.sizes].map(({ correlation }) => Math.abs(correlation)));
  }
}

/** Correlation of a value with the fading sum of the values before it. */
class FadingCorrelation {
  private readonly fading: number;
  private past = 0;
  private products = 0;
  private squares = 0;
  private pastSquares = 0;

  constructor(fading: number) {
    this.fading = fading;
  }

  learn(value: number): void {
    this.products += value * this.past;
    this.squares += value * value;
    this.pastSquares += this.past * this.past;
    this.past = this.fading * this.past + value;
  }

  forget(): void {
    this.past = 0;
  }

  get correlation(): number {
    const scale = Math.sqrt(this.squares * this.pastSquares);
    return scale > 0 ? this.products / scale : 0;
  }
}
