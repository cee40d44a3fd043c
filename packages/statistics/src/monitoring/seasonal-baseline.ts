const HOURS = 24;
const DAY_TYPES = 2;
const PASSES = 4;
const HOUR_IN_DAYS = 1 / 24;

/**
 * What a signal usually is at this hour of the day and on this type of day (weekday or weekend): an additive baseline from earlier days
 * alone, each part shrunk towards nothing by what its own noise would show where there is no season (positive-part James–Stein).
 * Hour of the week would need six weeks of history; hour plus day type is learned in one.
 * Windows shorter than an hour are placed between the middles of hours.
 */
export class SeasonalBaseline {
  private hour = -1;
  private day = -1;
  private hourSum = 0;
  private hourWindows = 0;
  private daySum = 0;
  private dayWindows = 0;
  /** By day type and hour of the day: how many such hours, the sum of their means and of the squares of their means. */
  private readonly hours = new Float64Array(DAY_TYPES * HOURS);
  private readonly sums = new Float64Array(DAY_TYPES * HOURS);
  private readonly squares = new Float64Array(DAY_TYPES * HOURS);
  /** By day type: days, the sum of their means and of the squares of their means. */
  private readonly days = new Float64Array(DAY_TYPES);
  private readonly daySums = new Float64Array(DAY_TYPES);
  private readonly daySquares = new Float64Array(DAY_TYPES);
  private readonly hourEffects = new Float64Array(HOURS);
  private readonly dayEffects = new Float64Array(DAY_TYPES);
  private readonly between: boolean;

  constructor(unitDays: number) {
    this.between = unitDays < HOUR_IN_DAYS * 0.999;
  }

  /** Moves to a window; what was learned of earlier days is settled when a day ends. */
  enter(hourOfDay: number, dayOfWeek: number): void {
    const hour = Math.floor(hourOfDay);
    if (hour === this.hour && dayOfWeek === this.day) return;
    this.closeHour();
    if (dayOfWeek !== this.day) this.closeDay();
    this.hour = hour;
    this.day = dayOfWeek;
  }

  /** The usual value in a window, as a difference from the overall level. */
  at(hourOfDay: number, dayOfWeek: number): number {
    const effect = this.dayEffects[dayTypeOf(dayOfWeek)]!;
    const hour = Math.floor(hourOfDay);
    if (!this.between) return effect + this.hourEffects[hour]!;
    const fromMiddle = hourOfDay - hour - 0.5;
    const neighbour = (hour + (fromMiddle < 0 ? HOURS - 1 : 1)) % HOURS;
    const share = Math.abs(fromMiddle);
    return effect + (1 - share) * this.hourEffects[hour]! + share * this.hourEffects[neighbour]!;
  }

  /** Learns the value of the window last entered. */
  learn(value: number): void {
    this.hourSum += value;
    this.hourWindows++;
    this.daySum += value;
    this.dayWindows++;
  }

  /** Whether such a day has been seen whole before. */
  knows(dayOfWeek: number): boolean {
    return this.days[dayTypeOf(dayOfWeek)]! > 0;
  }

  private closeHour(): void {
    if (this.hourWindows > 0) {
      const cell = dayTypeOf(this.day) * HOURS + this.hour;
      const mean = this.hourSum / this.hourWindows;
      this.hours[cell] = this.hours[cell]! + 1;
      this.sums[cell] = this.sums[cell]! + mean;
      this.squares[cell] = this.squares[cell]! + mean * mean;
    }
    this.hourSum = 0;
    this.hourWindows = 0;
  }

  private closeDay(): void {
    if (this.dayWindows === 0) return;
    const type = dayTypeOf(this.day);
    const mean = this.daySum / this.dayWindows;
    this.days[type] = this.days[type]! + 1;
    this.daySums[type] = this.daySums[type]! + mean;
    this.daySquares[type] = this.daySquares[type]! + mean * mean;
    this.daySum = 0;
    this.dayWindows = 0;
    this.fit();
  }

  /** Additive least squares on the cell means, by backfitting, then shrinkage. */
  private fit(): void {
    const { hourEffects, dayEffects } = this;
    dayEffects.fill(0);
    let level = 0;
    for (let pass = 0; pass < PASSES; pass++) {
      for (let hour = 0; hour < HOURS; hour++) hourEffects[hour] = this.meanOfHour(hour);
      level = mean(hourEffects, (hour) => this.hours[hour]! + this.hours[HOURS + hour]! > 0);
      for (let hour = 0; hour < HOURS; hour++) {
        const seen = this.hours[hour]! + this.hours[HOURS + hour]! > 0;
        hourEffects[hour] = seen ? hourEffects[hour]! - level : 0;
      }
      for (let type = 0; type < DAY_TYPES; type++) dayEffects[type] = this.meanOfType(type, level);
    }
    this.shrinkDayEffects();
    this.shrinkHourEffects(level);
  }

  private meanOfHour(hour: number): number {
    let weight = 0;
    let sum = 0;
    for (let type = 0; type < DAY_TYPES; type++) {
      const cell = type * HOURS + hour;
      weight += this.hours[cell]!;
      sum += this.sums[cell]! - this.hours[cell]! * this.dayEffects[type]!;
    }
    return weight > 0 ? sum / weight : 0;
  }

  private meanOfType(type: number, level: number): number {
    let weight = 0;
    let sum = 0;
    for (let hour = 0; hour < HOURS; hour++) {
      const cell = type * HOURS + hour;
      weight += this.hours[cell]!;
      sum += this.sums[cell]! - this.hours[cell]! * (level + this.hourEffects[hour]!);
    }
    return weight > 0 ? sum / weight : 0;
  }

  /** The two day types' difference against what days of one type differ by. */
  private shrinkDayEffects(): void {
    const [weekdays, weekends] = [this.days[0]!, this.days[1]!];
    if (weekdays === 0 || weekends === 0 || weekdays + weekends < 3) {
      this.dayEffects.fill(0);
      return;
    }
    let within = 0;
    for (let type = 0; type < DAY_TYPES; type++) {
      within += this.daySquares[type]! - this.daySums[type]! ** 2 / this.days[type]!;
    }
    const noise = (within / (weekdays + weekends - 2)) * (1 / weekdays + 1 / weekends);
    const difference = this.dayEffects[1]! - this.dayEffects[0]!;
    const kept = difference === 0 ? 0 : Math.max(0, 1 - noise / difference ** 2);
    for (let type = 0; type < DAY_TYPES; type++) this.dayEffects[type] = this.dayEffects[type]! * kept;
  }

  private shrinkHourEffects(level: number): void {
    let seen = 0;
    let effects = 0;
    let error = 0;
    let count = 0;
    for (let hour = 0; hour < HOURS; hour++) {
      const observed = this.hours[hour]! + this.hours[HOURS + hour]!;
      if (observed === 0) continue;
      seen++;
      count += observed;
      effects += this.hourEffects[hour]! ** 2;
      for (let type = 0; type < DAY_TYPES; type++) {
        const cell = type * HOURS + hour;
        if (this.hours[cell]! === 0) continue;
        const fitted = level + this.hourEffects[hour]! + this.dayEffects[type]!;
        error += this.squares[cell]! - 2 * fitted * this.sums[cell]! + this.hours[cell]! * fitted * fitted;
      }
    }
    const freedom = count - seen - 1;
    const noise = freedom > 0 ? error / freedom / (count / seen) : Infinity;
    const kept = seen > 3 && effects > 0 ? Math.max(0, 1 - ((seen - 3) * noise) / effects) : 0;
    for (let hour = 0; hour < HOURS; hour++) this.hourEffects[hour] = this.hourEffects[hour]! * kept;
  }
}

function dayTypeOf(dayOfWeek: number): number {
  return dayOfWeek === 0 || dayOfWeek === 6 ? 1 : 0;
}

function mean(values: Float64Array, counts: (index: number) => boolean): number {
  let sum = 0;
  let used = 0;
  values.forEach((value, index) => {
    if (!counts(index)) return;
    sum += value;
    used++;
  });
  return used > 0 ? sum / used : 0;
}
