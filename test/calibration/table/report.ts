import type { RunRecord } from "../engine/tasks.js";
import { changeTables, practiceTable } from "./change-tables.js";
import { withFirstMonths } from "./first-month.js";
import { quietTables } from "./quiet-tables.js";
import { shortfalls } from "./shortfalls.js";
import { summariseQuiet } from "./summarise-quiet.js";

/** All results as Markdown: false alarms, delays, what practices flag, and what misses its target. */
export function report(records: readonly RunRecord[]): string {
  const quiet = summariseQuiet(withFirstMonths(records.filter((record) => record.kind === "quiet")));
  const changes = records.filter((record) => record.kind === "changes");
  const missed = shortfalls(quiet, changes);
  if (records.length === 0) return "Nothing has been simulated with the present sources.";
  const sections = [`### False alarms\n\n${quietTables(quiet)}`];
  if (changes.length > 0) {
    sections.push(`### Detection delay\n\n${changeTables(changes)}`);
    sections.push(`### What practices flag in a week without change\n\n${practiceTable(changes)}`);
  }
  const list = missed.map((sentence) => `- ${sentence}`).join("\n");
  sections.push(`### What falls short\n\n${list || "Every target above is met."}`);
  return sections.join("\n\n");
}
