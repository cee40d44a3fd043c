import { normalQuantile } from "../special/quantiles.js";
import { GrowingRanks } from "./growing-ranks.js";
import { RankDetector } from "./rank-detector.js";
import { RecursiveResiduals } from "./recursive-residuals.js";
import { ResidualMemory } from "./residual-memory.js";
import { SeasonalBaseline } from "./seasonal-baseline.js";

/** Residuals before this many have no settled scale yet and are not kept as history. */
const WARM_UP = 30;

/** What a window does beside teaching the season. */
export type WindowPhase = "season" | "history" | "bet";

/** One signal of one member: season, residual, rank, bet. */
export class SignalMonitor {
  readonly detector: RankDetector;
  readonly memory = new ResidualMemory();
  private residuals = 0;
  private readonly ranks = new GrowingRanks();
  private readonly whitening: RecursiveResiduals;
  private readonly baseline: SeasonalBaseline | undefined;

  constructor(options: { readonly unitDays: number; readonly seasonal: boolean }) {
    this.detector = new RankDetector(options.unitDays);
    this.whitening = new RecursiveResiduals();
    this.baseline = options.seasonal ? new SeasonalBaseline(options.unitDays) : undefined;
  }

  /** Residuals that windows are ranked among. */
  get history(): number {
    return this.ranks.size;
  }

  /** A window that takes no part. */
  skip(): void {
    this.whitening.skip();
    this.memory.forget();
  }

  /** `value` in its usual unit, near 0 ± 1; `noise` near 1. */
  next(
    window: number,
    value: number,
    noise: number,
    phase: WindowPhase,
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
    if (++this.residuals > WARM_UP) this.rank(window, this.whitening.residual, phase);
  }

  private rank(window: number, residual: number, phase: WindowPhase): void {
    const { ranks } = this;
    ranks.locate(residual);
    this.memory.learn(normalQuantile((ranks.below + (ranks.equal + 1) / 2) / (ranks.size + 1)));
    if (phase === "bet") this.detector.bet(window, ranks.below, ranks.equal, ranks.size);
    ranks.add(residual);
  }
}
