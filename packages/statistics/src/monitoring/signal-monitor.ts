import { GrowingRanks } from "./growing-ranks.js";
import { RankDetector } from "./rank-detector.js";
import { RecursiveResiduals } from "./recursive-residuals.js";
import { SeasonalBaseline } from "./seasonal-baseline.js";

/** Residuals before this many have no settled scale yet and are not kept as history. */
const WARM_UP = 30;
const MOST = 6;

/** One signal of one member: season, residual, rank, bet. */
export class SignalMonitor {
  readonly detector: RankDetector;
  /** Residuals so far, and their lagged products: for the autocorrelation. */
  residuals = 0;
  private products = 0;
  private squares = 0;
  private previous = 0;
  private readonly ranks = new GrowingRanks();
  private readonly whitening: RecursiveResiduals;
  private readonly baseline: SeasonalBaseline | undefined;

  constructor(options: { unitDays: number; seasonal: boolean; scale: number }) {
    this.detector = new RankDetector(options.unitDays);
    this.whitening = new RecursiveResiduals(options.scale);
    this.baseline = options.seasonal ? new SeasonalBaseline(options.unitDays) : undefined;
  }

  /** A window that takes no part. */
  skip(): void {
    this.whitening.skip();
    this.previous = 0;
  }

  /** `phase`: what the window does beside teaching the season. */
  next(
    window: number,
    value: number,
    noise: number,
    phase: "season" | "history" | "bet",
    hourOfDay: number,
    dayOfWeek: number,
  ): void {
    let level = value;
    if (this.baseline !== undefined) {
      this.baseline.enter(hourOfDay, dayOfWeek);
      level -= this.baseline.at(hourOfDay, dayOfWeek);
      this.baseline.learn(value);
      if (phase === "season") return;
      if (!this.baseline.knows(dayOfWeek)) {
        this.skip();
        return;
      }
    }
    this.whitening.next(level, noise);
    const { residual } = this.whitening;
    if (++this.residuals <= WARM_UP) return;
    this.learnMemory(residual);
    this.ranks.locate(residual);
    if (phase === "bet") this.detector.bet(window, this.ranks.below, this.ranks.equal, this.ranks.size);
    this.ranks.add(residual);
  }

  /** Residuals that windows are ranked among. */
  get history(): number {
    return this.ranks.size;
  }

  /** Lag-1 autocorrelation of the residuals. */
  get autocorrelation(): number {
    return this.squares > 0 ? this.products / this.squares : 0;
  }

  private learnMemory(residual: number): void {
    const clipped = Math.max(-MOST, Math.min(MOST, residual));
    this.products += clipped * this.previous;
    this.squares += clipped * clipped;
    this.previous = clipped;
  }
}
