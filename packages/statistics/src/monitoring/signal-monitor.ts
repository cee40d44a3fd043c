import { GrowingRanks } from "./growing-ranks.js";
import { normalScore, type Betting } from "./rank-bets.js";
import { RankDetector } from "./rank-detector.js";
import { RankSeries } from "./rank-series.js";
import { RecursiveResiduals } from "./recursive-residuals.js";
import { ResidualMemory } from "./residual-memory.js";
import { SeasonalBaseline } from "./seasonal-baseline.js";
import type { WindowPlaces } from "./window-places.js";

/** Residuals before this many have no settled scale yet and are not kept as history. */
const WARM_UP = 30;

/** Residuals that the first bet must be able to rank a window among. */
export const LEAST_HISTORY = 50;
/**
 * A signal does not bet when its memory in the reference period (see ResidualMemory) is above this and its own noise together: its bets
 * would not be fair.
 */
const MOST_MEMORY = 0.1;
/** The noise of a memory, in standard errors. */
const MEMORY_BAND = 2;

/**
 * Where the location lasts more than this from window to window, the rest is silent: each stay far out shows again what an expectation of
 * it has missed. Under 8 hours of memory shapes with a white past raised half of all false alarms.
 */
const MOST_PERSISTENCE = 0.3;

/** One signal of one member: season, residual, rank, bet. Values are in usual units, NaN where a window takes no part. */
export class SignalMonitor {
  readonly detector: RankDetector;
  readonly memory = new ResidualMemory();
  /** Whether it stands for what other signals leave over: it bets on large shifts alone. */
  readonly isRest: boolean;
  private residuals = 0;
  private score = 0;
  private isJudged = false;
  private readonly history = new GrowingRanks();
  private readonly ranks = new RankSeries();
  private readonly whitening = new RecursiveResiduals();
  private readonly baseline: SeasonalBaseline | undefined;
  private readonly unitDays: number;

  constructor(unitDays: number, betting: Betting, isSeasonal: boolean) {
    this.unitDays = unitDays;
    this.detector = new RankDetector(unitDays, betting);
    this.isRest = betting === "far" || betting === "far-up";
    this.baseline = isSeasonal ? new SeasonalBaseline(unitDays) : undefined;
  }

  /** Residuals that windows are ranked among. */
  get historySize(): number {
    return this.history.size;
  }

  /** The memory up to which bets are fair. A rest is filled by all that the others have missed, and gets no allowance. */
  get fairMemory(): number {
    return (this.isRest ? 0 : MOST_MEMORY) + MEMORY_BAND / Math.sqrt(this.historySize);
  }

  /** Whether departures from the usual last: see RecursiveResiduals. */
  get wanders(): boolean {
    return this.whitening.persistence > MOST_PERSISTENCE;
  }

  get hasHistory(): boolean {
    return this.historySize >= LEAST_HISTORY;
  }

  /**
   * The reference period. A season must be known before residuals mean anything: the first half is compared with the season of the
   * second, the second with that of the first and of its own past. So every residual is of a window that its season has not seen, as
   * it will be for the windows to come.
   */
  learnHistory(values: Float64Array, noise: Float64Array, places: WindowPlaces): void {
    const { baseline } = this;
    const half = baseline === undefined ? 0 : Math.floor(values.length / 2);
    if (baseline !== undefined) {
      const later = new SeasonalBaseline(this.unitDays);
      learnSeason(later, values, places, half, values.length);
      for (let row = 0; row < half; row++) {
        const usual = later.at(places.hour[row]!, places.day[row]!, places.offset[row]!);
        this.rank(values[row]! - usual, noise[row]!);
      }
      learnSeason(baseline, values, places, 0, half);
    }
    for (let row = half; row < values.length; row++) this.follow(values[row]!, noise[row]!, places, row);
  }

  /** Ranks windows after the reference period: what does not depend on alarms. */
  rankWindows(values: Float64Array, noise: Float64Array, places: WindowPlaces, from: number): void {
    this.isJudged = true;
    this.ranks.clear(values.length);
    for (let row = from; row < values.length; row++) {
      if (!this.follow(values[row]!, noise[row]!, places, row)) continue;
      // the last residual was ranked among those before it
      const { below, equal, size } = this.history;
      this.ranks.set(row, below, equal, size - 1, this.score);
    }
  }

  /** Bets on one of the windows ranked last; on a window without a rank there is no bet and no new start. */
  bet(row: number, window: number): void {
    if (this.ranks.moveTo(row)) this.detector.bet(window, this.ranks);
  }

  private follow(value: number, noise: number, { hour, day, offset }: WindowPlaces, row: number): boolean {
    if (this.baseline === undefined) return this.rank(value, noise);
    const usual = this.baseline.at(hour[row]!, day[row]!, offset[row]!);
    this.baseline.learn(value, hour[row]!, day[row]!);
    return this.rank(value - usual, noise);
  }

  /** Whether the value has a residual that counts; `history` then says where it stands among those before it, and holds it. */
  private rank(value: number, noise: number): boolean {
    if (Number.isNaN(value)) {
      this.whitening.skip();
      this.memory.forget();
      return false;
    }
    this.whitening.next(value, noise);
    if (++this.residuals <= WARM_UP) return false;
    const { history } = this;
    const { residual } = this.whitening;
    history.locate(residual);
    this.score = normalScore(history.below, history.equal, history.size);
    if (this.isJudged) this.memory.learnLag1(this.score);
    else this.memory.learn(this.score);
    history.add(residual);
    return true;
  }
}

function learnSeason(
  baseline: SeasonalBaseline,
  values: Float64Array,
  { hour, day }: WindowPlaces,
  from: number,
  to: number,
): void {
  for (let row = from; row < to; row++) baseline.learn(values[row]!, hour[row]!, day[row]!);
  baseline.settle();
}
