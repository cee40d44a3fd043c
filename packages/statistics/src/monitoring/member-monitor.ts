import { GrowingSeries } from "./growing-series.js";
import { createMemberSignals, type MemberSignals } from "./member-signals.js";
import type { MemberTrack, MonitorSettings } from "./monitor-options.js";
import { LEAST_HISTORY, SignalMonitor } from "./signal-monitor.js";
import type { WindowPlaces } from "./window-places.js";
import type { MemberBlock } from "./window-signals.js";

const LEAST_ROWS = 10;

/** All signals of one member, from the end of its reference period on. */
export class MemberMonitor {
  readonly name: string;
  refused: MemberTrack["refused"] = null;
  private readonly signals: MemberSignals | undefined;
  private readonly monitors: readonly SignalMonitor[];
  private betting: readonly SignalMonitor[] = [];
  private readonly logDetector = new GrowingSeries();

  constructor(
    name: string,
    settings: MonitorSettings,
    isSeasonal: boolean,
    blocks: readonly MemberBlock[],
    reference: WindowPlaces,
  ) {
    this.name = name;
    const leastRows = settings.minimumCount ?? LEAST_ROWS;
    this.signals = createMemberSignals(leastRows, blocks, reference);
    this.monitors = (this.signals?.betting ?? []).map(
      (betting) => new SignalMonitor(settings.unitDays, betting, isSeasonal),
    );
    for (let window = 0; window < reference.windows; window++) this.logDetector.push(-Infinity);
    if (this.signals === undefined) {
      const text = `no window of the reference period has ${leastRows} rows`;
      this.refused = { reason: "no-rows", text };
      return;
    }
    const { values, noise } = this.signals.reference;
    this.monitors.forEach((monitor, signal) =>
      monitor.learnHistory(values[signal]!, noise[signal]!, reference),
    );
    this.judge();
  }

  /** M after the window last taken. */
  get evidence(): number {
    let sum = 0;
    for (const { detector } of this.betting) sum += detector.evidence;
    return sum / this.betting.length;
  }

  /** Ranks the block's windows from `from` on; the block's first is the monitor's `firstWindow`. */
  rankBlock(block: MemberBlock, places: WindowPlaces, from: number, firstWindow: number): void {
    const { signals } = this;
    if (this.refused !== null || signals === undefined) return;
    const { values, noise } = signals.read(block, places, from, firstWindow);
    this.monitors.forEach((monitor, signal) => {
      if (this.betting.includes(monitor)) monitor.rankWindows(values[signal]!, noise[signal]!, places, from);
    });
  }

  /** Bets on one window of the block ranked last. */
  bet(row: number, window: number): void {
    if (this.refused !== null) {
      this.logDetector.push(-Infinity);
      return;
    }
    for (const monitor of this.betting) monitor.bet(row, window);
    this.logDetector.push(Math.log(this.evidence));
  }

  restart(): void {
    for (const { detector } of this.betting) detector.restart();
  }

  track(): MemberTrack {
    const strongest = this.strongest();
    const start = strongest?.detector.strongestStart() ?? -1;
    return {
      name: this.name,
      logDetector: this.logDetector.copy(),
      refused: this.refused,
      residualAutocorrelation: this.refused?.reason === "no-rows" ? null : furthest(this.monitors),
      silentSignals: this.silentSignals(),
      strongestSignal: strongest === undefined ? null : this.nameOf(strongest),
      strongestStart: start >= 0 ? start : null,
    };
  }

  private judge(): void {
    const known = this.monitors.filter(({ hasHistory }) => hasHistory);
    const wanders = this.monitors[this.signals?.location ?? 0]?.wanders ?? false;
    this.betting = known.filter(
      ({ memory, fairMemory, isRest }) => memory.strongest <= fairMemory && !(isRest && wanders),
    );
    if (known.length === 0) {
      const history = Math.max(...this.monitors.map(({ historySize }) => historySize));
      const text = `${history} windows of history can be ranked among, ${LEAST_HISTORY} are needed`;
      this.refused = { reason: "too-few-windows", text };
    } else if (this.betting.length === 0) {
      const memories = known.map(
        (monitor) =>
          `${this.nameOf(monitor)} ${monitor.memory.strongest.toFixed(2)}, at most ${monitor.fairMemory.toFixed(2)}`,
      );
      const text = `residuals of the reference period remember earlier windows (correlations: ${memories.join("; ")})`;
      this.refused = { reason: "autocorrelated-residuals", text };
    }
  }

  private silentSignals(): string[] {
    const silent = this.monitors.filter((monitor) => !this.betting.includes(monitor));
    return silent.map((monitor) => this.nameOf(monitor));
  }

  private strongest(): SignalMonitor | undefined {
    if (this.refused !== null) return undefined;
    return this.betting.reduce((best, monitor) =>
      monitor.detector.evidence > best.detector.evidence ? monitor : best,
    );
  }

  private nameOf(monitor: SignalMonitor): string {
    return this.signals?.names[this.monitors.indexOf(monitor)] ?? "";
  }
}

/** The lag-1 autocorrelation that is furthest from 0. */
function furthest(monitors: readonly SignalMonitor[]): number {
  return monitors.reduce((far, { memory }) => (Math.abs(memory.lag1) > Math.abs(far) ? memory.lag1 : far), 0);
}
