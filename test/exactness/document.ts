import { HOUR, MINUTE } from "./life.js";
import type { Measurement } from "./run.js";
import { WIDTHS_MS } from "./run.js";
import type { Scenario } from "./scenarios.js";
import { summarise } from "./summary.js";
import type { Summary } from "./summary.js";
import { CELLS, FEATURES } from "./truth.js";

/** The scenarios in words. */
export function describeScenarios(scenarios: readonly Scenario[]): string {
  return scenarios.map(({ name, description }) => `- *${name}*: ${description}.`).join("\n");
}

/** The measured tables as Markdown: for each way of asking, all windows, then those that are called exact. */
export function describeMeasurements(measurements: readonly Measurement[], hours: number): string {
  const sources = [...new Set(measurements.map(({ source }) => source))];
  return sources
    .flatMap((source) => {
      const own = measurements.filter((each) => each.source === source);
      return [
        `### ${source}`,
        `${hours} hours, ${FEATURES.length} features of ${CELLS} buckets, an export a minute.`,
        allWindows(own),
        "Of these, the windows that are called `exact`:",
        exactWindows(own),
      ];
    })
    .join("\n\n");
}

function allWindows(measurements: readonly Measurement[]): string {
  const head = widthsOf(measurements).flatMap((width) => [
    `${widthName(width)}: error of n`,
    "of the shares",
    "flagged",
  ]);
  return table(["scenario", ...head], measurements, ({ countError, shareError, flags }) => [
    percent(countError),
    shareError === 0 ? "0" : shareError.toFixed(2),
    flagsInWords(flags),
  ]);
}

function exactWindows(measurements: readonly Measurement[]): string {
  const head = widthsOf(measurements).flatMap((width) => [
    `${widthName(width)}: exact of all`,
    "largest error of n",
    "χ² off by",
  ]);
  return table(["scenario", ...head], measurements, ({ windows, exact }) =>
    exact.windows === 0
      ? [`0 of ${windows}`, "", ""]
      : [
          `${exact.windows} of ${windows}`,
          percent(exact.worstCountError),
          exact.distortion === 0 ? "0" : exact.distortion.toFixed(3),
        ],
  );
}

function table(
  head: readonly string[],
  measurements: readonly Measurement[],
  cells: (summary: Summary) => readonly string[],
): string {
  const scenarios = [...new Set(measurements.map(({ scenario }) => scenario))];
  const rows = scenarios.map((scenario) => [
    scenario.name,
    ...widthsOf(measurements).flatMap((widthMs) => {
      const found = measurements.find((each) => each.scenario === scenario && each.widthMs === widthMs);
      return found === undefined ? ["", "", ""] : cells(summarise(found.windows));
    }),
  ]);
  return [toLine(head), `|${"---|".repeat(head.length)}`, ...rows.map(toLine)].join("\n");
}

function widthsOf(measurements: readonly Measurement[]): readonly number[] {
  return WIDTHS_MS.filter((widthMs) => measurements.some((each) => each.widthMs === widthMs));
}

function toLine(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function flagsInWords(flags: Summary["flags"]): string {
  const words = [...flags]
    .filter(([flag]) => flag !== "exact")
    .map(([flag, share]) => `${flag} ${percent(share, 0)}`);
  return words.length === 0 ? "none" : words.sort().join(", ");
}

function widthName(widthMs: number): string {
  if (widthMs < HOUR) return `${widthMs / MINUTE} min`;
  return widthMs === HOUR ? "1 h" : `${widthMs / HOUR / 24} d`;
}

function percent(share: number, digits = 1): string {
  if (share === 0) return "0";
  const text = (100 * share).toFixed(digits);
  return Number(text) === 0 ? `< ${(10 ** -digits).toFixed(digits)} %` : `${text} %`;
}
