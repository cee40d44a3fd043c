import { engineId, type ChangesRun } from "../engine/run-changes.js";
import type { Change } from "../traffic/features.js";
import { findTraffic } from "../traffic/traffics.js";
import { MOST_OVERSPENDING, percent, widthName, YEAR } from "./quiet-tables.js";
import { summariseDelays, type DelaySummary } from "./summarise-changes.js";
import type { QuietSummary } from "./summarise-quiet.js";

/** Every target that the results miss, as sentences; last, the rows that have too few monitors to tell. */
export function shortfalls(
  summaries: readonly QuietSummary[],
  runs: readonly ChangesRun[],
): readonly string[] {
  const untold = summaries.filter(({ lowerLimit, upperLimit }) => lowerLimit <= 1 && upperLimit > 1);
  const missed = [...summaries.flatMap(missedBudget), ...missedDelays(runs)];
  if (untold.length === 0) return missed;
  const rows = untold.map(
    (summary) => `${nameOf(summary)} (${summary.alarms} alarms of ${summary.monitors} monitors)`,
  );
  return [
    ...missed,
    `Too few monitors to tell whether they raise at most 1 alarm in 90 days: ${rows.join("; ")}.`,
  ];
}

function nameOf({ traffic, width, days }: QuietSummary): string {
  return `${findTraffic(traffic).title}, ${widthName(width)}, ${days} days`;
}

function missedBudget(summary: QuietSummary): readonly string[] {
  const { days, monitors, rate, lowerLimit, overspending } = summary;
  const missed: string[] = [];
  if (lowerLimit > 1) {
    missed.push(
      `${nameOf(summary)}: ${rate.toFixed(2)} alarms in 90 days (lower limit ${lowerLimit.toFixed(2)}), above 1.`,
    );
  }
  if (days >= YEAR && overspending > MOST_OVERSPENDING) {
    missed.push(
      `${nameOf(summary)}: ${percent(overspending)} of ${monitors} monitors above one in 90 days, more than 5 %.`,
    );
  }
  return missed;
}

/** Delays to reach: a half of the yardstick's under minute effects, an hour with independent rows. */
function missedDelays(runs: readonly ChangesRun[]): readonly string[] {
  const missed: string[] = [];
  const of = (traffic: string, change: Change, detector: string) =>
    summariseDelays(
      runs.filter((run) => run.traffic === traffic),
      change,
      detector,
    );
  for (const change of ["shift-0.1", "shift-0.25", "shift-0.5"] as const) {
    const engine = of("independent", change, engineId(5));
    if (engine !== undefined && engine.median > 1) {
      missed.push(`Independent rows, ${change}: found after ${hoursOf(engine)}, later than 1 h.`);
    }
  }
  for (const traffic of ["ar-19m", "ar-100m", "ar-8h"]) {
    const { title } = findTraffic(traffic);
    for (const change of ["shift-0.25", "shift-0.5"] as const) {
      const engine = of(traffic, change, engineId(5));
      const yardstick = of(traffic, change, "yardstick");
      if (engine === undefined || yardstick === undefined || engine.median <= yardstick.median / 2) continue;
      missed.push(
        `${title}, ${change}: ${hoursOf(engine)}, more than half of the yardstick's ${hoursOf(yardstick)}.`,
      );
    }
    const engine = of(traffic, "shift-0.1", engineId(5));
    const yardstick = of(traffic, "shift-0.1", "yardstick");
    if (engine !== undefined && yardstick !== undefined && engine.within72 < yardstick.within72) {
      missed.push(
        `${title}, shift-0.1: ${percent(engine.within72)} found within 72 h, the yardstick ${percent(yardstick.within72)}.`,
      );
    }
  }
  return missed;
}

function hoursOf({ median }: DelaySummary): string {
  return median === Infinity ? "a week or never" : `${median.toFixed(1)} h`;
}
