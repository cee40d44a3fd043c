import { rankCulprits } from "../evidence/combine-detectors.js";
import { checkBlock, checkSettings } from "./check-monitor.js";
import { GrowingSeries } from "./growing-series.js";
import { MemberMonitor, type WindowPlace } from "./member-monitor.js";
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
  private readonly logThreshold: number;
  private readonly logDetector = new GrowingSeries();
  private readonly alarms: MonitorAlarm[] = [];
  /** The reference period, until it ends. */
  private places: WindowPlace[] = [];
  private pending: MonitorBlock[] = [];
  private first: MonitorBlock | undefined;
  private members: MemberMonitor[] = [];
  private betting: MemberMonitor[] = [];
  private above = false;
  private readonly settings: MonitorSettings;

  constructor(settings: MonitorSettings) {
    this.settings = settings;
    this.logThreshold = Math.log(settings.budgetDays);
  }

  append(block: MonitorBlock): void {
    checkBlock(block, this.first);
    this.first ??= block;
    const { firstBet } = this.settings;
    if (this.logDetector.length < firstBet) this.pending.push(block);
    const windows = block.members[0]!.windows.windows;
    for (let row = 0; row < windows; row++) {
      const place = placeOf(block, row, this.logDetector.length);
      if (place.window >= firstBet) {
        this.bet(block, row, place);
        continue;
      }
      this.places.push(place);
      this.logDetector.push(-Infinity);
      if (this.logDetector.length === firstBet) this.startBetting();
    }
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
    const seasonal = this.first?.season !== undefined;
    this.members = this.first!.members.map(({ name }, index) => {
      const blocks = this.pending.map((block) => block.members[index]!);
      return new MemberMonitor(name, this.settings, seasonal, blocks, this.places);
    });
    this.betting = this.members.filter(({ refused }) => refused === null);
    this.places = [];
    this.pending = [];
  }

  private bet(block: MonitorBlock, row: number, place: WindowPlace): void {
    for (let index = 0; index < this.members.length; index++) {
      this.members[index]!.next(block.members[index]!, row, place);
    }
    let sum = 0;
    for (const member of this.betting) sum += member.evidence;
    const logEvidence = this.betting.length > 0 ? Math.log(sum / this.betting.length) : -Infinity;
    this.logDetector.push(logEvidence);
    const above = logEvidence >= this.logThreshold;
    if (above && !this.above) this.alarm(place.window);
    this.above = above && this.settings.afterAlarm === "continue";
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
      strongestSignal: null,
      strongestStart: null,
    }));
  }
}

function placeOf({ season, counted }: MonitorBlock, row: number, window: number): WindowPlace {
  return {
    window,
    hourOfDay: season?.hourOfDay[row] ?? 0,
    dayOfWeek: season?.dayOfWeek[row] ?? 0,
    counted: (counted?.[row] ?? 1) !== 0,
  };
}
