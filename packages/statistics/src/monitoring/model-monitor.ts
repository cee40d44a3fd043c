import { rankCulprits } from "../evidence/combine-detectors.js";
import { checkBlock, checkSettings } from "./check-monitor.js";
import { GrowingSeries } from "./growing-series.js";
import { MemberMonitor } from "./member-monitor.js";
import { joinPlaces, placesOf } from "./window-places.js";
import type {
  MemberTrack,
  ModelMonitorOptions,
  ModelMonitorTrack,
  MonitorAlarm,
  MonitorBlock,
  MonitorMember,
  MonitorSettings,
} from "./monitor-options.js";

/** A monitor that is told of windows as they close. */
export interface ModelMonitor {
  /**
   * Takes windows that closed since the last call, in order. Windows of the reference period are read again when it ends: leave
   * their arrays as they are until then.
   * @throws ModelwatchError `invalid-argument`: other members or layouts than before, season in some blocks only, bad counts.
   */
  append(block: MonitorBlock): void;
  /** The state after the last window, a copy. */
  track(): ModelMonitorTrack;
}

/**
 * Alarms over a whole history: at most one false alarm in `budgetDays` for all members together, on average, however windows depend on each
 * other as long as their one-step residuals are exchangeable. The method is windows as units: see the README's section.
 * @throws ModelwatchError `invalid-argument` for contradictory options, members of unequal length, or bad counts.
 */
export function trackModel(
  members: readonly MonitorMember[],
  options: ModelMonitorOptions,
): ModelMonitorTrack {
  const { season, counted, ...settings } = options;
  const monitor = createModelMonitor(settings);
  monitor.append({
    members,
    ...(season === undefined ? {} : { season }),
    ...(counted === undefined ? {} : { counted }),
  });
  return monitor.track();
}

/** The same, window by window: the numbers are equal to the last bit, however the history is cut into blocks. */
export function createModelMonitor(settings: MonitorSettings): ModelMonitor {
  checkSettings(settings);
  return new Monitor(settings);
}

class Monitor implements ModelMonitor {
  private readonly settings: MonitorSettings;
  private readonly logThreshold: number;
  private readonly logDetector = new GrowingSeries();
  private readonly alarms: MonitorAlarm[] = [];
  /** Blocks of the reference period, until it ends. */
  private pending: MonitorBlock[] = [];
  private first: MonitorBlock | undefined;
  private members: MemberMonitor[] = [];
  private betting: MemberMonitor[] = [];
  private isAbove = false;

  constructor(settings: MonitorSettings) {
    this.settings = settings;
    this.logThreshold = Math.log(settings.budgetDays);
  }

  append(block: MonitorBlock): void {
    checkBlock(block, this.first);
    this.first ??= block;
    const places = placesOf(block);
    const firstWindow = this.logDetector.length;
    const history = Math.min(places.windows, Math.max(0, this.settings.firstBet - firstWindow));
    for (let row = 0; row < history; row++) this.logDetector.push(-Infinity);
    if (history > 0) {
      this.pending.push(block);
      if (this.logDetector.length < this.settings.firstBet) return;
      this.startBetting();
    }
    this.members.forEach((member, index) =>
      member.rankBlock(block.members[index]!, places, history, firstWindow),
    );
    for (let row = history; row < places.windows; row++) this.bet(row, firstWindow + row);
  }

  track(): ModelMonitorTrack {
    return {
      logDetector: this.logDetector.copy(),
      logThreshold: this.logThreshold,
      alarms: [...this.alarms],
      members: this.members.length > 0 ? this.members.map((member) => member.track()) : this.waiting(),
    };
  }

  private startBetting(): void {
    const isSeasonal = this.first?.season !== undefined;
    const reference = joinPlaces(this.pending.map(placesOf), this.settings.firstBet);
    this.members = this.first!.members.map(({ name }, index) => {
      const blocks = this.pending.map((block) => block.members[index]!);
      return new MemberMonitor(name, this.settings, isSeasonal, blocks, reference);
    });
    this.betting = this.members.filter(({ refused }) => refused === null);
    this.pending = [];
  }

  private bet(row: number, window: number): void {
    for (const member of this.members) member.bet(row, window);
    let sum = 0;
    for (const member of this.betting) sum += member.evidence;
    const logEvidence = this.betting.length > 0 ? Math.log(sum / this.betting.length) : -Infinity;
    this.logDetector.push(logEvidence);
    const isAbove = logEvidence >= this.logThreshold;
    if (isAbove && !this.isAbove) this.alarm(window);
    this.isAbove = isAbove && this.settings.afterAlarm === "continue";
  }

  private alarm(window: number): void {
    const logDetectors = this.betting.map(({ evidence }) => Math.log(evidence));
    const culprits = rankCulprits({ logDetectors, logThreshold: this.logThreshold }).map((index) => ({
      member: this.betting[index]!.name,
      logDetector: logDetectors[index]!,
    }));
    this.alarms.push({ window, culprits });
    if (this.settings.afterAlarm === "restart") for (const member of this.betting) member.restart();
  }

  /** Before the reference period has ended. */
  private waiting(): MemberTrack[] {
    const logDetector = this.logDetector.copy();
    const text = `${logDetector.length} of the reference period's ${this.settings.firstBet} windows are there`;
    return (this.first?.members ?? []).map(({ name }) => ({
      name,
      logDetector,
      refused: { reason: "too-few-windows", text },
      residualAutocorrelation: null,
      silentSignals: [],
      strongestSignal: null,
      strongestStart: null,
    }));
  }
}
