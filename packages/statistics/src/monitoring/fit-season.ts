export const HOURS = 24;
const PASSES = 4;

/** What was seen so far, by day type × hour of the day and by day type: how many, and sums of their means and of the means' squares. */
export interface SeasonSums {
  readonly hours: Float64Array;
  readonly hourSums: Float64Array;
  readonly hourSquares: Float64Array;
  readonly days: Float64Array;
  readonly daySums: Float64Array;
  readonly daySquares: Float64Array;
}

/**
 * Usual values by day type and hour, into `usual`: level + hour of the day + day type, plus what the two types' days differ by in
 * form. Each of the three parts is shrunk towards nothing by what its own noise would show where there is no season
 * (positive-part James–Stein), so that a part exists only as far as the days agree on it: the form of a weekend takes weeks, its level one.
 */
export function fitSeason(sums: SeasonSums, usual: Float64Array): void {
  const { hours, hourSums } = sums;
  const { level, hourEffects, typeEffects } = fitAdditive(sums);
  const noise = varianceOfHours(sums);
  shrink(hourEffects, (hour) => noise / Math.max(1, hours[hour]! + hours[HOURS + hour]!));
  const difference = Float64Array.of(typeEffects[1]! - typeEffects[0]!);
  const kept = difference[0] === 0 ? 0 : shrink(difference, () => noiseOfTypes(sums));
  const form = new Float64Array(2 * HOURS);
  for (let cell = 0; cell < form.length; cell++) {
    usual[cell] = level + hourEffects[cell % HOURS]! + kept * typeEffects[Math.floor(cell / HOURS)]!;
    if (hours[cell]! > 0) form[cell] = hourSums[cell]! / hours[cell]! - usual[cell]!;
  }
  shrink(form, (cell) => (hours[cell]! > 0 ? noise / hours[cell]! : 0));
  for (let cell = 0; cell < form.length; cell++) usual[cell] = usual[cell]! + form[cell]!;
}

interface AdditiveSeason {
  readonly level: number;
  readonly hourEffects: Float64Array;
  readonly typeEffects: Float64Array;
}

/** Additive least squares, by backfitting. */
function fitAdditive({ hours, hourSums }: SeasonSums): AdditiveSeason {
  const total = hours.reduce((sum, count) => sum + count, 0);
  const level = hourSums.reduce((sum, value) => sum + value, 0) / total;
  const hourEffects = new Float64Array(HOURS);
  const typeEffects = new Float64Array(2);
  for (let pass = 0; pass < PASSES; pass++) {
    for (let hour = 0; hour < HOURS; hour++) {
      const seen = hours[hour]! + hours[HOURS + hour]!;
      const sum = hourSums[hour]! + hourSums[HOURS + hour]!;
      const byType = hours[hour]! * typeEffects[0]! + hours[HOURS + hour]! * typeEffects[1]!;
      hourEffects[hour] = seen > 0 ? (sum - byType) / seen - level : 0;
    }
    for (let type = 0; type < 2; type++) {
      let seen = 0;
      let sum = 0;
      for (let hour = 0; hour < HOURS; hour++) {
        const count = hours[type * HOURS + hour]!;
        seen += count;
        sum += hourSums[type * HOURS + hour]! - count * (level + hourEffects[hour]!);
      }
      typeEffects[type] = seen > 0 ? sum / seen : 0;
    }
  }
  return { level, hourEffects, typeEffects };
}

/** Variance of an hour's mean between days of one type; infinite where no hour was seen twice. */
function varianceOfHours({ hours, hourSums, hourSquares }: SeasonSums): number {
  let within = 0;
  let freedom = 0;
  for (let cell = 0; cell < hours.length; cell++) {
    if (hours[cell]! < 2) continue;
    within += hourSquares[cell]! - hourSums[cell]! ** 2 / hours[cell]!;
    freedom += hours[cell]! - 1;
  }
  return freedom > 0 ? Math.max(0, within) / freedom : Infinity;
}

/** Variance of the difference between the two day types' means, as days of one type differ. */
function noiseOfTypes({ days, daySums, daySquares }: SeasonSums): number {
  const [weekdays, weekends] = [days[0]!, days[1]!];
  if (weekdays === 0 || weekends === 0 || weekdays + weekends < 3) return Infinity;
  let within = 0;
  for (let type = 0; type < 2; type++) within += daySquares[type]! - daySums[type]! ** 2 / days[type]!;
  return (Math.max(0, within) / (weekdays + weekends - 2)) * (1 / weekdays + 1 / weekends);
}

/** Multiplies all effects by one factor, which it answers. */
function shrink(effects: Float64Array, noise: (index: number) => number): number {
  let squares = 0;
  let expected = 0;
  effects.forEach((effect, index) => {
    squares += effect * effect;
    expected += noise(index);
  });
  const kept = squares > 0 ? Math.max(0, 1 - expected / squares) : 0;
  effects.forEach((effect, index) => (effects[index] = kept * effect));
  return kept;
}
