import { requireArgument } from "../definition/require-argument.js";
import type { Undetermined } from "../distribution/undetermined.js";

/** Rows of each window, in order of time. */
export interface VolumeHistory {
  readonly counts: Float64Array;
  /** The season of each window (hour of the day, day of the week, …); windows of one season are alike. Absent: one season. */
  readonly seasons?: Int32Array;
  /** 0 where a window takes no part in what is expected of later ones (a known episode). */
  readonly counted?: Uint8Array;
}

export interface SeasonLevels {
  readonly kind: "value";
  /** Rows in the earlier windows of a window's season; null where there are fewer than two. */
  levelOf(window: number): { readonly sum: number; readonly windows: number } | null;
  /** Variance of a window around its season's level ÷ that of Poisson, ≥ 1, raised by one standard error for being learnt. */
  readonly overdispersion: number;
  /** Earlier windows that were used. */
  readonly windows: number;
}

/** Earlier windows of a season before it has a level. */
const LEAST_OF_SEASON = 2;
/** Windows beyond one per season that tell how much windows vary. */
const LEAST_DEGREES = 5;

/**
 * The level of each season and how much windows vary around it, from the windows before `end`. Undetermined `too-few` with fewer than
 * five windows more than seasons.
 * @throws ModelwatchError `invalid-argument`: counts not ≥ 0, seasons or counted of another length.
 */
export function estimateLevels(history: VolumeHistory, end: number): SeasonLevels | Undetermined {
  check(history);
  const { counts, seasons, counted } = history;
  const levels = new Map<number, { sum: number; windows: number }>();
  const seasonOf = (window: number): number => seasons?.[window] ?? 0;
  let windows = 0;
  for (let window = 0; window < end; window++) {
    if (counted?.[window] === 0) continue;
    const level = levels.get(seasonOf(window)) ?? { sum: 0, windows: 0 };
    level.sum += counts[window]!;
    level.windows++;
    levels.set(seasonOf(window), level);
    windows++;
  }
  const degrees = windows - levels.size;
  if (degrees < LEAST_DEGREES) {
    return { kind: "undetermined", reason: "too-few", counts: { current: windows } };
  }
  let pearson = 0;
  for (let window = 0; window < end; window++) {
    if (counted?.[window] === 0) continue;
    const { sum, windows: size } = levels.get(seasonOf(window))!;
    if (sum > 0) pearson += (counts[window]! - sum / size) ** 2 / (sum / size);
  }
  const overdispersion = Math.max(1, (pearson / degrees) * (1 + Math.sqrt(2 / degrees)));
  return {
    kind: "value",
    levelOf: (window) => {
      const level = levels.get(seasonOf(window));
      return level === undefined || level.windows < LEAST_OF_SEASON ? null : level;
    },
    overdispersion,
    windows,
  };
}

function check({ counts, seasons, counted }: VolumeHistory): void {
  const wrong = counts.findIndex((count) => !(count >= 0 && Number.isFinite(count)));
  requireArgument(wrong < 0, `counts[${wrong}] is ${counts[wrong]}`, "numbers ≥ 0");
  for (const [name, array] of Object.entries({ seasons, counted })) {
    requireArgument(
      array === undefined || array.length === counts.length,
      `${name} has ${array?.length} entries for ${counts.length} windows`,
      "one per window",
    );
  }
}
