import { BETS, payRank } from "./rank-bets.js";

/**
 * Evidence beyond this says nothing more, and a detector that stops there comes down again in finite time. A smaller value of
 * an e-detector is one too.
 */
const MOST = 1e100;

/**
 * One Shiryaev–Roberts e-detector per bet, M ← E·(d + M) (Shin, Ramdas & Rinaldo 2024): the sum over all starts of what the bets since
 * then have made of d, the window's width. The signal's evidence is their average, again an e-detector.
 */
export class RankDetector {
  /** M: the average over the bets. */
  evidence = 0;
  private readonly sums = new Float64Array(BETS);
  /** The best single start of each bet: what it has made, and since when. */
  private readonly best = new Float64Array(BETS).fill(1);
  private readonly bestSince = new Int32Array(BETS).fill(-1);
  private readonly pays = new Float64Array(BETS);

  private readonly unitDays: number;

  constructor(unitDays: number) {
    this.unitDays = unitDays;
  }

  bet(window: number, below: number, equal: number, earlier: number): void {
    payRank(below, equal, earlier, this.pays);
    let total = 0;
    for (let bet = 0; bet < BETS; bet++) {
      const pay = this.pays[bet]!;
      const sum = Math.min(MOST, pay * (this.unitDays + this.sums[bet]!));
      this.sums[bet] = sum;
      total += sum;
      if (this.best[bet]! <= 1) {
        this.best[bet] = 1;
        this.bestSince[bet] = window;
      }
      this.best[bet] = Math.min(MOST, this.best[bet]! * pay);
    }
    this.evidence = total / BETS;
  }

  /** Where the strongest bet's best start lies; −1 before the first bet. */
  strongestStart(): number {
    let strongest = 0;
    for (let bet = 1; bet < BETS; bet++) if (this.sums[bet]! > this.sums[strongest]!) strongest = bet;
    return this.bestSince[strongest]!;
  }

  restart(): void {
    this.evidence = 0;
    this.sums.fill(0);
    this.best.fill(1);
    this.bestSince.fill(-1);
  }
}
