import type { Rank } from "./rank-bets.js";

/** The ranks of consecutive windows, some without one, read one at a time without an object for each. */
export class RankSeries implements Rank {
  below = 0;
  equal = 0;
  earlier = 0;
  score = 0;
  private belows = new Int32Array(0);
  private equals = new Int32Array(0);
  private earliers = new Int32Array(0);
  private scores = new Float64Array(0);

  /** Makes room for so many windows, none of which has a rank yet. */
  clear(windows: number): void {
    if (this.scores.length < windows) {
      this.belows = new Int32Array(windows);
      this.equals = new Int32Array(windows);
      this.earliers = new Int32Array(windows);
      this.scores = new Float64Array(windows);
    }
    this.scores.fill(Number.NaN, 0, windows);
  }

  set(row: number, below: number, equal: number, earlier: number, score: number): void {
    this.belows[row] = below;
    this.equals[row] = equal;
    this.earliers[row] = earlier;
    this.scores[row] = score;
  }

  /** Moves to a window; answers whether it has a rank. */
  moveTo(row: number): boolean {
    this.below = this.belows[row]!;
    this.equal = this.equals[row]!;
    this.earlier = this.earliers[row]!;
    this.score = this.scores[row]!;
    return !Number.isNaN(this.score);
  }
}
