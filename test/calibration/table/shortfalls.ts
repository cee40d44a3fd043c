import { engineId, type ChangesRun } from "../engine/run-changes.js";
import type { Change } from "../traffic/features.js";
import { findTraffic } from "../traffic/traffics.js";
import { MOST_OVERSPENDING, percent, widthName, YEAR } from "./quiet-tables.js";
import { summariseDelays, type DelaySummary } from "./summarise-changes.js";
import type { QuietSummary } from "./summarise-quiet.js";

/** Every target that the results miss, as sentences. */
export function shortfalls(
  summaries: readonly QuietSummary[],
  runs: readonly ChangesRun[],
): readonly string[] {
  return [...summaries.flatMap(missedBudget), ...missedDelays(runs)];
}

function missedBudget(summary: QuietSummary): readonly string[] {
  const { traffic, width, days, rate, upperLimit, monitors, overspending } = summary;
  const name = `${findTraffic(traffic).title}, ${widthName(width)}, ${days} days`;
  const missed: string[] = [];
  if (upperLimit > 1) {
    const verdict = rate > 1 ? "above 1" : `so ${monitors} monitors are too few to show at most 1`;
    missed.push(
      `${name}: ${rate.toFixed(2)} alarms in 90 days, upper limit ${upperLimit.toFixed(2)}, ${verdict}.`,
    );
  }
  if (days >= YEAR && overspending > MOST_OVERSPENDING) {
    missed.push(`${name}: ${percent(overspending)} of monitors above one in 90 days, more than 5 %.`);
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
