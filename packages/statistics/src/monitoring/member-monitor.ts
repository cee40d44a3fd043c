import { categoricalContrast, categoricalSignals } from "./categorical-signals.js";
import { GrowingSeries } from "./growing-series.js";
import type { MemberTrack, MonitorSettings } from "./monitor-options.js";
import { poolReference, type MonitorReference } from "./monitor-reference.js";
import { numericContrast, numericSignals } from "./numeric-signals.js";
import { SignalMonitor, type WindowPhase } from "./signal-monitor.js";
import { rowsOf, type MemberBlock, type WindowSignals } from "./window-signals.js";

/** Residuals that the first bet must be able to rank a window among. */
const LEAST_HISTORY = 50;
/**
 * Residuals whose lag-1 autocorrelation in the reference period is surely further from 0 than this are refused: bets on them would not
 * be fair.
 */
export const MOST_AUTOCORRELATION = 0.1;
const LEAST_ROWS = 10;
const DAYS_OF_SEASON = 7;

/** When each window is, for all members alike. */
export interface WindowPlace {
  readonly window: number;
  readonly hourOfDay: number;
  readonly dayOfWeek: number;
  readonly counted: boolean;
}

/** All signals of one member, from the end of its reference period on. */
export class MemberMonitor {
  readonly name: string;
  refused: MemberTrack["refused"] = null;
  private readonly signals: SignalMonitor[] = [];
  private betting: SignalMonitor[] = [];
  private units: { readonly centres: readonly number[]; readonly scales: readonly number[] } = {
    centres: [],
    scales: [],
  };
  private readonly reader: WindowSignals | undefined;
  private readonly logDetector = new GrowingSeries();
  private readonly settings: MonitorSettings;
  private readonly seasonal: boolean;

  /** `blocks` hold the reference period's windows, `places` says when each is. */
  constructor(
    name: string,
    settings: MonitorSettings,
    seasonal: boolean,
    blocks: readonly MemberBlock[],
    places: readonly WindowPlace[],
  ) {
    this.name = name;
    this.settings = settings;
    this.seasonal = seasonal;
    const takesPart = (window: number, rows: number): boolean =>
      places[window]!.counted && this.hasRows(rows);
    const reference = poolReference(blocks, places.length, takesPart);
    for (let window = 0; window < places.length; window++) this.logDetector.push(-Infinity);
    if (reference === undefined) {
      this.refused = {
        reason: "no-rows",
        text: `no window of the reference period has ${this.leastRows} rows`,
      };
      return;
    }
    this.reader = readerFor(blocks[0]!, reference);
    this.learnHistory(blocks, places, takesPart);
    this.judge();
  }

  /** M after the window last taken. */
  get evidence(): number {
    let sum = 0;
    for (const { detector } of this.betting) sum += detector.evidence;
    return sum / this.betting.length;
  }

  /** Bets on one window after the reference period. */
  next(block: MemberBlock, row: number, place: WindowPlace): void {
    if (this.refused !== null || this.reader === undefined) {
      this.logDetector.push(-Infinity);
      return;
    }
    this.take(this.reader, block, row, place, "bet");
    this.logDetector.push(Math.log(this.evidence));
  }

  restart(): void {
    for (const { detector } of this.signals) detector.restart();
  }

  track(): MemberTrack {
    const takesPart = this.refused === null;
    const strongest = takesPart ? this.strongest() : -1;
    const start = this.signals[strongest]?.detector.strongestStart() ?? -1;
    return {
      name: this.name,
      logDetector: this.logDetector.copy(),
      refused: this.refused,
      residualAutocorrelation: this.signals.length > 0 ? this.furthestAutocorrelation().value : null,
      strongestSignal: strongest >= 0 ? this.nameOf(strongest) : null,
      strongestStart: start >= 0 ? start : null,
    };
  }

  private get leastRows(): number {
    return Math.max(2, this.settings.minimumCount ?? LEAST_ROWS);
  }

  private hasRows(rows: number): boolean {
    return rows >= this.leastRows;
  }

  private learnHistory(
    blocks: readonly MemberBlock[],
    places: readonly WindowPlace[],
    takesPart: (window: number, rows: number) => boolean,
  ): void {
    const { unitDays, firstBet } = this.settings;
    const reader = this.reader!;
    this.units = usualUnits(reader, blocks, places.length, takesPart);
    const signals = reader.names.length + (reader.shape === undefined ? 0 : 1);
    for (let signal = 0; signal < signals; signal++) {
      this.signals.push(new SignalMonitor({ unitDays, seasonal: this.seasonal }));
    }
    const seasonEnds = this.seasonal ? Math.min(DAYS_OF_SEASON / unitDays, firstBet / 2) : 0;
    let window = 0;
    for (const block of blocks) {
      for (let row = 0; row < block.windows.windows && window < places.length; row++, window++) {
        this.take(reader, block, row, places[window]!, window < seasonEnds ? "season" : "history");
      }
    }
  }

  private take(
    reader: WindowSignals,
    block: MemberBlock,
    row: number,
    place: WindowPlace,
    phase: WindowPhase,
  ): void {
    const { signals } = this;
    if (!place.counted || !this.hasRows(rowsOf(block, row))) {
      for (let signal = 0; signal < signals.length; signal++) signals[signal]!.skip();
      return;
    }
    reader.read(block, row, place.window);
    const { values, noise, shape } = reader;
    for (let signal = 0; signal < values.length; signal++) {
      const value = (values[signal]! - this.units.centres[signal]!) / this.units.scales[signal]!;
      values[signal] = value;
      this.pass(signal, value, noise[signal]!, place, phase);
    }
    if (shape === undefined) return;
    const spread = shape.spread === undefined ? 0 : values[shape.spread]!;
    const { counts, cells } = block.windows;
    const distance = shape.cells.next(counts, row * cells, values[shape.location]!, spread);
    if (shape.cells.isUsual) this.pass(values.length, distance, shape.cells.noise, place, phase);
    else this.signals[values.length]!.skip();
  }

  private pass(signal: number, value: number, noise: number, place: WindowPlace, phase: WindowPhase): void {
    this.signals[signal]!.next(place.window, value, noise, phase, place.hourOfDay, place.dayOfWeek);
  }

  private judge(): void {
    const history = Math.min(...this.signals.map((signal) => signal.history));
    if (history < LEAST_HISTORY) {
      const text = `${history} windows of history can be ranked among, ${LEAST_HISTORY} are needed`;
      this.refused = { reason: "too-few-windows", text };
      return;
    }
    const band = 2 / Math.sqrt(history);
    this.betting = this.signals.filter((signal, index) => {
      const most = (index < this.reader!.names.length ? MOST_AUTOCORRELATION : 0) + band;
      return signal.memory.strongest <= most;
    });
    if (this.betting.length > 0) return;
    const { value, signal } = this.furthestAutocorrelation();
    this.refused = {
      reason: "autocorrelated-residuals",
      text:
        `residuals of ${signal} still have a lag-1 autocorrelation of ${value.toFixed(2)} ` +
        `in the reference period, at most ${(MOST_AUTOCORRELATION + band).toFixed(2)} is allowed`,
    };
  }

  private furthestAutocorrelation(): { readonly value: number; readonly signal: string } {
    let furthest = { value: 0, signal: "" };
    this.signals.forEach(({ memory }, index) => {
      if (Math.abs(memory.lag1) < Math.abs(furthest.value)) return;
      furthest = { value: memory.lag1, signal: this.nameOf(index) };
    });
    return furthest;
  }

  private nameOf(signal: number): string {
    return this.reader?.names[signal] ?? "shape";
  }

  private strongest(): number {
    let strongest = 0;
    this.signals.forEach(({ detector }, index) => {
      if (detector.evidence > this.signals[strongest]!.detector.evidence) strongest = index;
    });
    return strongest;
  }
}

function readerFor(block: MemberBlock, reference: MonitorReference): WindowSignals {
  if (block.windows.layout.kind === "numeric") {
    return block.against === undefined ? numericSignals(reference) : numericContrast(reference);
  }
  return block.against === undefined ? categoricalSignals(reference) : categoricalContrast(reference);
}

/** Mean and standard deviation of each signal over the reference period: the units in which it is followed. */
function usualUnits(
  reader: WindowSignals,
  blocks: readonly MemberBlock[],
  windows: number,
  takesPart: (window: number, rows: number) => boolean,
): { readonly centres: number[]; readonly scales: number[] } {
  const means = reader.names.map(() => 0);
  const squares = reader.names.map(() => 0);
  let used = 0;
  let window = 0;
  for (const block of blocks) {
    for (let row = 0; row < block.windows.windows && window < windows; row++, window++) {
      if (!takesPart(window, rowsOf(block, row))) continue;
      reader.read(block, row, window);
      used++;
      for (let signal = 0; signal < means.length; signal++) {
        const delta = reader.values[signal]! - means[signal]!;
        means[signal] = means[signal]! + delta / used;
        squares[signal] = squares[signal]! + delta * (reader.values[signal]! - means[signal]!);
      }
    }
  }
  return { centres: means, scales: squares.map((square) => Math.sqrt(square / used) || 1) };
}
