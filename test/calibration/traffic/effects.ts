import type { RandomStream } from "./random-stream.js";
import type { Traffic } from "./traffics.js";

export const MINUTES_PER_DAY = 1440;

/** Where a feature's location stands during each span of time, in standard deviations of a row: mean and spread over its minutes. */
export interface Effects {
  readonly means: Float64Array;
  readonly spreads: Float64Array;
}

/** Simulates the location of one feature minute by minute over consecutive spans of whole minutes. */
export function simulateEffects(traffic: Traffic, random: RandomStream, spanMinutes: Uint16Array): Effects {
  const means = new Float64Array(spanMinutes.length);
  const spreads = new Float64Array(spanMinutes.length);
  if (traffic.memoryMinutes === undefined && traffic.hasSeason === undefined) return { means, spreads };
  const nextMinute = createMinutes(traffic, random);
  let minute = 0;
  for (let span = 0; span < spanMinutes.length; span++) {
    const minutes = spanMinutes[span]!;
    let sum = 0;
    let squares = 0;
    for (let step = 0; step < minutes; step++) {
      const effect = nextMinute(minute++);
      sum += effect;
      squares += effect * effect;
    }
    means[span] = sum / minutes;
    spreads[span] = Math.sqrt(Math.max(0, squares / minutes - (sum / minutes) ** 2));
  }
  return { means, spreads };
}

/** Standard deviation of the minute effects, in standard deviations of a row. */
const EFFECT_SD = 0.3;

function createMinutes(traffic: Traffic, random: RandomStream): (minute: number) => number {
  const { memoryMinutes, hasSeason } = traffic;
  const season = hasSeason ? createSeason(random) : undefined;
  if (memoryMinutes === undefined) return (minute) => season?.(minute) ?? 0;
  // the integrated autocorrelation time is (1 + ρ)/(1 − ρ)
  const rho = (memoryMinutes - 1) / (memoryMinutes + 1);
  const innovation = EFFECT_SD * Math.sqrt(1 - rho ** 2);
  let effect = EFFECT_SD * random.normal();
  return (minute) => {
    effect = rho * effect + innovation * random.normal();
    return effect + (season?.(minute) ?? 0);
  };
}

/** A daily wave of about half a standard deviation and a weekend level; minute 0 is a Monday's midnight. */
function createSeason(random: RandomStream): (minute: number) => number {
  const amplitude = 0.3 + 0.4 * random.uniform();
  const phase = 2 * Math.PI * random.uniform();
  const weekend = 0.6 * (random.uniform() - 0.5);
  const wave = Float64Array.from(
    { length: MINUTES_PER_DAY },
    (_, minute) => amplitude * Math.sin((2 * Math.PI * minute) / MINUTES_PER_DAY + phase),
  );
  return (minute) => wave[minute % MINUTES_PER_DAY]! + (isWeekend(minute) ? weekend : 0);
}

function isWeekend(minute: number): boolean {
  return Math.floor(minute / MINUTES_PER_DAY) % 7 >= 5;
}
