/** One process from its start to its end. Times are ms of event time. */
export interface Life {
  /** `service.instance.id`: two lives of one instance are a restart under the same identity. */
  readonly instance: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** Exports happen this long after the start, and then every interval. */
  readonly phaseMs: number;
  /** Predictions a minute at a time. */
  readonly ratePerMinute: (timeMs: number) => number;
  /** Whether the process exports once more when it ends; one that is killed does not. */
  readonly flushes: boolean;
  /** Exports that do not happen; what they would have told comes with the next. */
  readonly misses: (timeMs: number) => boolean;
  /** Exports that arrive only after the one that follows. */
  readonly delays: (timeMs: number) => boolean;
  /** Seed of its values. */
  readonly seed: number;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const EXPORT_INTERVAL_MS = MINUTE;

const never = (): boolean => false;

/** A process that reports as it should: 20 predictions a minute, and a last export at its end. */
export function createLife(life: Pick<Life, "instance" | "fromMs" | "toMs" | "seed"> & Partial<Life>): Life {
  return {
    // phases that no window's edge shares; golden-ratio steps spread any number of processes over the interval
    phaseMs: Math.floor(EXPORT_INTERVAL_MS * ((life.seed * 0.618_033_988_75) % 1)) + 1,
    ratePerMinute: () => 20,
    flushes: true,
    misses: never,
    delays: never,
    ...life,
  };
}

/** Times of the exports while the process lives, ascending; the one at its end is not among them. */
export function exportTimes({ fromMs, toMs, phaseMs }: Life): readonly number[] {
  const times: number[] = [];
  for (let time = fromMs + phaseMs; time < toMs; time += EXPORT_INTERVAL_MS) times.push(time);
  return times;
}
