import { ModelwatchError } from "@modelwatch/conventions";
import type { Query } from "@modelwatch/conventions/query";
import { Temporal } from "temporal-polyfill";

/** Widths that the calendar alone fixes; an adaptive window also needs the data. */
export type WindowWidth = Exclude<Query["window"]["width"], "adaptive">;
export type AlignedWidth = Exclude<WindowWidth, "range">;

/** Most windows of one query: a year of 5-minute windows is 105,408, and no answer of that size is read by anyone. */
export const MAX_WINDOWS = 20_000;

/** Most windows of one monitor: two years of 5-minute windows. */
export const MAX_MONITOR_WINDOWS = 211_000;

/**
 * Instants in ms that cut [fromMs, toMs) into windows [edge i, edge i+1) aligned to `timeZone`: every window that meets the
 * range is there as a whole, so that a panel, an alert rule and a replay ask for the same windows. Weeks start on Monday; days
 * around a change of the clocks have 23 or 25 hours. `range`: one window, the range itself.
 * @throws ModelwatchError `invalid-argument` for an unknown time zone; `limit-exceeded` beyond `most` windows.
 */
export function windowEdges(
  fromMs: number,
  toMs: number,
  width: WindowWidth,
  timeZone: string,
  most = MAX_WINDOWS,
): number[] {
  if (width === "range") return [fromMs, toMs];
  const start = START_OF_WINDOW[width](toZoned(fromMs, timeZone));
  // refused before it is counted: by the calendar, twenty thousand windows take a tenth of a second
  if (toMs - fromMs > most * LONGEST_MS[width]) throw tooManyWindows(width, most);
  const edges = [start.epochMilliseconds];
  const next = createSteps(start, width);
  while (edges[edges.length - 1]! < toMs) {
    edges.push(next());
    if (edges.length > most) throw tooManyWindows(width, most);
  }
  return edges;
}

const DAY_MS = 86_400_000;

/** No window of the width is longer, in any time zone: a zone that crossed the date line left out a day. */
const LONGEST_MS: Readonly<Record<AlignedWidth, number>> = {
  "5m": 300_000,
  "1h": 3_600_000,
  "1d": 2 * DAY_MS,
  "1w": 8 * DAY_MS,
  "1mo": 32 * DAY_MS,
};

function tooManyWindows(width: AlignedWidth, most: number): ModelwatchError {
  return new ModelwatchError("limit-exceeded", {
    problem: `the range holds more than ${most} windows of ${width}`,
    allowed: `at most ${most} windows at once`,
    remedy: "choose a wider window or a shorter range",
  });
}

type Zoned = Temporal.ZonedDateTime;

/** Hours and minutes are exact durations; days, weeks and months follow the calendar. */
function createSteps(start: Zoned, width: AlignedWidth): () => number {
  if (width === "5m" || width === "1h") {
    const stepMs = width === "5m" ? 300_000 : 3_600_000;
    let timeMs = start.epochMilliseconds;
    return () => (timeMs += stepMs);
  }
  const [unit, size] = DURATIONS[width];
  let day = start;
  return () => {
    day = day.add({ [unit]: size }).startOfDay();
    return day.epochMilliseconds;
  };
}

const START_OF_WINDOW: Readonly<Record<AlignedWidth, (time: Zoned) => Zoned>> = {
  "5m": (time) => time.round({ smallestUnit: "minute", roundingIncrement: 5, roundingMode: "floor" }),
  "1h": (time) => time.round({ smallestUnit: "hour", roundingMode: "floor" }),
  "1d": (time) => time.startOfDay(),
  "1w": (time) => time.subtract({ days: time.dayOfWeek - 1 }).startOfDay(),
  "1mo": (time) => time.with({ day: 1 }).startOfDay(),
};

/** The instant one window of `width` before `timeMs`, by the calendar of `timeZone`: days around a change of the clocks differ. */
export function windowBefore(timeMs: number, width: AlignedWidth, timeZone: string, times = 1): number {
  const [unit, size] = DURATIONS[width];
  return toZoned(timeMs, timeZone).subtract({ [unit]: size * times }).epochMilliseconds;
}

const DURATIONS: Readonly<Record<AlignedWidth, readonly [keyof Temporal.DurationLikeObject, number]>> = {
  "5m": ["minutes", 5],
  "1h": ["hours", 1],
  "1d": ["days", 1],
  "1w": ["weeks", 1],
  "1mo": ["months", 1],
};

/** An instant as ISO 8601 with the zone's offset: `2013-04-01T00:00:00-04:00`. */
export function toIso(timeMs: number, timeZone: string): string {
  const zoned = toZoned(timeMs, timeZone);
  return zoned.toString({ timeZoneName: "never", smallestUnit: "second" });
}

/** Wall-clock times of instants, in ms since 1970-01-01T00:00 of that clock: equal hours of the week differ by whole weeks. */
export function localTimes(instantsMs: readonly number[], timeZone: string): Float64Array {
  return Float64Array.from(
    instantsMs,
    (timeMs) => timeMs + toZoned(timeMs, timeZone).offsetNanoseconds / 1e6,
  );
}

/** The local calendar day of an instant, `2013-04-01`. */
export function toDay(timeMs: number, timeZone: string): string {
  return toZoned(timeMs, timeZone).toPlainDate().toString();
}

function toZoned(timeMs: number, timeZone: string): Temporal.ZonedDateTime {
  try {
    return Temporal.Instant.fromEpochMilliseconds(timeMs).toZonedDateTimeISO(timeZone);
  } catch (cause) {
    throw new ModelwatchError(
      "invalid-argument",
      {
        problem: `"${timeZone}" is not a time zone`,
        allowed: "an IANA name such as UTC or America/New_York",
      },
      { cause },
    );
  }
}
