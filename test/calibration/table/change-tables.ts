import { CHANGED_DAYS, WIDTHS } from "../engine/monitor-plan.js";
import { engineId, type ChangesRun } from "../engine/run-changes.js";
import { PRACTICES } from "../rivals/practices.js";
import { CHANGES, type Change } from "../traffic/features.js";
import { TRAFFICS } from "../traffic/traffics.js";
import { markdownTable } from "./markdown-table.js";
import { percent } from "./quiet-tables.js";
import { meanFlagged, summariseDelays, type DelaySummary } from "./summarise-changes.js";

const CHANGE_TITLES: Readonly<Record<Change, string>> = {
  "shift-0.1": "shift of .1 sd",
  "shift-0.25": "shift of .25 sd",
  "shift-0.5": "shift of .5 sd",
  tail: "5 % of rows in a tail",
  unit: "°F → °C",
  "new-category": "one new category at 5 %",
};

const DETECTORS: readonly { readonly id: string; readonly title: string }[] = [
  ...WIDTHS.map((width) => ({
    id: engineId(width),
    title: `Modelwatch, ${width === 60 ? "hourly" : `${width} min`}`,
  })),
  { id: "yardstick", title: "yardstick" },
  { id: "yardstick-from-change", title: "yardstick told when to start" },
  ...PRACTICES,
];

/** Median delays of every detector, one table for each traffic. */
export function changeTables(runs: readonly ChangesRun[]): string {
  return TRAFFICS.flatMap(({ id, title }) => {
    const own = runs.filter(({ traffic }) => traffic === id);
    return own.length === 0 ? [] : [`#### ${sentence(title)} (${own.length} runs)\n\n${changeTable(own)}`];
  }).join("\n\n");
}

function changeTable(runs: readonly ChangesRun[]): string {
  const header = ["Change in 2 of 20 features", ...DETECTORS.map(({ title }) => title), "yardstick ÷ 5 min"];
  const rows = CHANGES.map((change) => {
    const summaries = DETECTORS.map(({ id }) => summariseDelays(runs, change, id));
    const engine = summariseDelays(runs, change, engineId(5));
    const yardstick = summariseDelays(runs, change, "yardstick");
    return [CHANGE_TITLES[change], ...summaries.map(delayCell), ratioCell(yardstick, engine)];
  });
  return markdownTable(header, rows);
}

/** Median in hours, and the share found within 72 hours where that is not all. */
function delayCell(summary: DelaySummary | undefined): string {
  if (summary === undefined) return "–";
  const median = summary.median === Infinity ? `> ${CHANGED_DAYS * 24} h` : `${hours(summary.median)} h`;
  return summary.within72 === 1 ? median : `${median} (${percent(summary.within72)})`;
}

function ratioCell(yardstick: DelaySummary | undefined, engine: DelaySummary | undefined): string {
  if (yardstick === undefined || engine === undefined || engine.median === Infinity) return "–";
  if (yardstick.median === Infinity) return `> ${((CHANGED_DAYS * 24) / engine.median).toFixed(1)}`;
  return (yardstick.median / engine.median).toFixed(1);
}

function hours(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}

/** How many windows of 20 features each practice flags in a week in which nothing changes. */
export function practiceTable(runs: readonly ChangesRun[]): string {
  const practices = [...PRACTICES, { id: "yardstick", title: "yardstick (alarms)" }];
  const rows = TRAFFICS.flatMap(({ id, title }) => {
    const own = runs.filter(({ traffic }) => traffic === id);
    if (own.length === 0) return [];
    return [[title, ...practices.map((practice) => flaggedCell(meanFlagged(own, practice.id)))]];
  });
  return markdownTable(["Traffic without change", ...practices.map(({ title }) => title)], rows);
}

function flaggedCell(mean: number): string {
  return mean < 10 ? mean.toFixed(2) : mean.toFixed(0);
}

function sentence(title: string): string {
  return title.charAt(0).toUpperCase() + title.slice(1);
}
