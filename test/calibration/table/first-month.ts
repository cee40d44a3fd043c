import type { QuietRun } from "../engine/run-quiet.js";
import { findTraffic } from "../traffic/traffics.js";

const MONTH = 28;

/**
 * Runs as they were after 28 days, from longer ones, in addition to the runs given: an engine does not know how long it will be watched.
 * A seed counts once; a split that ramps over the whole time is another one over a month. How white residuals were then is not known.
 */
export function withFirstMonths(runs: readonly QuietRun[]): readonly QuietRun[] {
  const months = new Set(runs.filter(({ days }) => days === MONTH).map(keyOf));
  const longer = runs.filter(
    (run) => run.days > MONTH && findTraffic(run.traffic).arms !== "ramping" && !months.has(keyOf(run)),
  );
  return [...runs, ...longer.map(firstMonth)];
}

function keyOf({ traffic, width, seed }: QuietRun): string {
  return JSON.stringify([traffic, width, seed]);
}

function firstMonth(run: QuietRun): QuietRun {
  const watchedDays = run.watchedDays - run.days + MONTH;
  const alarmDays = run.alarmDays.filter((day) => day <= watchedDays);
  return { ...run, days: MONTH, watchedDays, alarmDays, residualAutocorrelation: null };
}
