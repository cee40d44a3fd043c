import { fitSeason, HOURS, type SeasonSums } from "./fit-season.js";

const HOUR_IN_DAYS = 1 / 24;

/**
 * What a signal usually is at this hour of the day and on this type of day (weekday or weekend), from earlier days alone.
 * Windows shorter than an hour follow the parabola whose means over this hour and its neighbours are the usual ones.
 */
export class SeasonalBaseline {
  private hour = -1;
  private day = -1;
  private hourSum = 0;
  private hourWindows = 0;
  private daySum = 0;
  private dayWindows = 0;
  private readonly sums: SeasonSums = {
    hours: new Float64Array(2 * HOURS),
    hourSums: new Float64Array(2 * HOURS),
    hourSquares: new Float64Array(2 * HOURS),
    days: new Float64Array(2),
    daySums: new Float64Array(2),
    daySquares: new Float64Array(2),
  };
  /** By day type and hour. */
  private readonly usual = new Float64Array(2 * HOURS);
  private isFitted = false;
  private readonly hasShortWindows: boolean;

  constructor(unitDays: number) {
    this.hasShortWindows = unitDays < 0.999 * HOUR_IN_DAYS;
  }

  /**
   * The usual value at a place in an hour, from −½ to ½: NaN on a type of day that has never ended before, which nothing can be expected
   * of.
   */
  at(hour: number, day: number, offset: number): number {
    const type = typeOf(day);
    if (this.sums.days[type] === 0) return Number.NaN;
    if (!this.isFitted) this.fit();
    const from = type * HOURS;
    const here = this.usual[from + hour]!;
    if (!this.hasShortWindows) return here;
    const before = this.usual[from + (hour === 0 ? HOURS - 1 : hour - 1)]!;
    const after = this.usual[from + (hour === HOURS - 1 ? 0 : hour + 1)]!;
    return (
      here + ((after - before) * offset) / 2 + ((after - 2 * here + before) * (offset * offset - 1 / 12)) / 2
    );
  }

  /** Learns a window's value, NaN for none; what was learned of a day is settled when the next begins. */
  learn(value: number, hour: number, day: number): void {
    if (hour !== this.hour || day !== this.day) {
      this.closeHour();
      if (day !== this.day) this.closeDay();
      this.hour = hour;
      this.day = day;
    }
    if (Number.isNaN(value)) return;
    this.hourSum += value;
    this.hourWindows++;
    this.daySum += value;
    this.dayWindows++;
  }

  /** Settles the day that has begun too. */
  settle(): void {
    this.closeHour();
    this.closeDay();
  }

  private fit(): void {
    fitSeason(this.sums, this.usual);
    this.isFitted = true;
  }

  private closeHour(): void {
    if (this.hourWindows > 0) {
      const { hours, hourSums, hourSquares } = this.sums;
      const mean = this.hourSum / this.hourWindows;
      const cell = typeOf(this.day) * HOURS + this.hour;
      hours[cell] = hours[cell]! + 1;
      hourSums[cell] = hourSums[cell]! + mean;
      hourSquares[cell] = hourSquares[cell]! + mean * mean;
    }
    this.hourSum = 0;
    this.hourWindows = 0;
  }

  private closeDay(): void {
    if (this.dayWindows === 0) return;
    const { days, daySums, daySquares } = this.sums;
    const mean = this.daySum / this.dayWindows;
    const type = typeOf(this.day);
    days[type] = days[type]! + 1;
    daySums[type] = daySums[type]! + mean;
    daySquares[type] = daySquares[type]! + mean * mean;
    this.daySum = 0;
    this.dayWindows = 0;
    this.isFitted = false;
  }
}

/** 0 on weekdays, 1 at weekends. */
function typeOf(dayOfWeek: number): number {
  return dayOfWeek === 0 || dayOfWeek === 6 ? 1 : 0;
}
