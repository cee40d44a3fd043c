import { WIDTHS, type Width } from "../engine/monitor-plan.js";
import { TRAFFICS } from "../traffic/traffics.js";
import { markdownTable } from "./markdown-table.js";
import type { QuietSummary } from "./summarise-quiet.js";

/** Most of the monitors that may have more than one alarm for every 90 days, over a year. */
export const MOST_OVERSPENDING = 0.05;
/** Days from which on the share of overspending monitors is judged. */
export const YEAR = 360;

const HEADER = [
  "Traffic without change",
  "Monitors",
  "Alarms",
  "Per 90 days",
  "95 % upper limit",
  "Monitors above 1 per 90 days",
  "Residual autocorrelation",
  "Members refused",
];

/** One table for each width and number of days, traffics in their order. */
export function quietTables(summaries: readonly QuietSummary[]): string {
  const lengths = [...new Set(summaries.map(({ days }) => days))].sort((a, b) => a - b);
  const sections = lengths.flatMap((days) =>
    WIDTHS.flatMap((width) => {
      const rows = summaries.filter((summary) => summary.days === days && summary.width === width);
      return rows.length === 0 ? [] : [`#### ${days} days, ${widthName(width)}\n\n${quietTable(rows)}`];
    }),
  );
  return sections.join("\n\n");
}

export function widthName(width: Width): string {
  return width === 60 ? "windows of an hour" : `windows of ${width} minutes`;
}

function quietTable(summaries: readonly QuietSummary[]): string {
  const rows = TRAFFICS.flatMap(({ id, title }) => {
    const summary = summaries.find(({ traffic }) => traffic === id);
    return summary === undefined ? [] : [[title, ...quietCells(summary)]];
  });
  return markdownTable(HEADER, rows);
}

function quietCells(summary: QuietSummary): string[] {
  const { monitors, alarms, rate, upperLimit, days, overspending, residualAutocorrelation, refused } =
    summary;
  const refusals = Object.entries(refused).map(([reason, share]) => `${percent(share)} ${reason}`);
  return [
    String(monitors),
    String(alarms),
    rate.toFixed(2),
    mark(upperLimit.toFixed(2), upperLimit > 1),
    days < YEAR ? "–" : mark(percent(overspending), overspending > MOST_OVERSPENDING),
    residualAutocorrelation === null ? "–" : residualAutocorrelation.toFixed(2),
    refusals.join(", ") || "none",
  ];
}

/** What misses its target is bold. */
export function mark(text: string, misses: boolean): string {
  return misses ? `**${text}**` : text;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}
