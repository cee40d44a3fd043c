import type { Finding, FindingsFile } from "@modelwatch/conventions/query";
import { BUSINESS_METRIC } from "./model/flight-model.js";
import { POLICY } from "./replay/policy.js";
import { detailText, selectFinding } from "../report/select-findings.js";
import { formatCount, formatDay, formatFixed, formatInterval, formatSigned } from "../report/format.js";
import type { DemoResult } from "./run-demo.js";

/** What a person reads on the terminal when the demo is done: the answers, the counts, where the time went. */
export function describeRun(result: DemoResult, { peakRssBytes }: { readonly peakRssBytes: number }): string {
  const { file, replayed, stopwatch, outDir } = result;
  const replaySeconds = (stopwatch.laps.get("Replaying April to December") ?? 0) / 1000;
  const rowsPerSecond = (replayed.predictions + replayed.outcomes) / replaySeconds;
  return [
    "",
    ...describeAnswers(file),
    "",
    ...describeCounts(file),
    "",
    `Speed     ${formatCount(rowsPerSecond)} predictions and outcomes a second through OTLP into DuckDB, ${formatCount(replayed.exports)} exports`,
    `Memory    ${formatCount(peakRssBytes / 2 ** 20)} MiB at its peak`,
    `Time      ${formatFixed(stopwatch.totalMs / 1000, 1)} s in all`,
    ...[...stopwatch.laps].map(
      ([name, ms]) => `            ${name.padEnd(38)} ${formatFixed(ms / 1000, 1).padStart(6)} s`,
    ),
    "",
    `Report    ${outDir}/report.html`,
    `Findings  ${outDir}/findings.json`,
    "",
  ].join("\n");
}

function describeAnswers(file: FindingsFile): string[] {
  const verdict = selectFinding(file, { analysis: "verdict" });
  const lift = selectFinding(file, {
    analysis: "lift",
    target: `business:${BUSINESS_METRIC}`,
    statistic: "mean-difference",
    level: "overall",
  });
  return [
    ...(verdict === undefined
      ? []
      : [`Verdict   ${verdict.status.toUpperCase()}: ${verdict.reason.text}`, dateLine(verdict)]),
    ...(lift === undefined ? [] : [liftLine(lift)]),
  ];
}

function dateLine(verdict: Finding): string {
  const firstAct = detailText(verdict, "firstAct");
  const firstWatch = detailText(verdict, "firstWatch");
  const acted =
    firstAct === undefined
      ? "no day called for action"
      : `someone should have looked on ${formatDay(firstAct)}`;
  const watched = firstWatch === undefined ? "" : `; the inputs had moved by ${formatDay(firstWatch)}`;
  return `Date      ${acted}${watched}`;
}

function liftLine(lift: Finding): string {
  const interval = formatInterval(lift.low, lift.high, minutes);
  return (
    `Policy    ${minutes(lift.value)} minutes a flight (${interval}, always-valid); ` +
    `SIMULATED, true effect ${minutes(POLICY.effectMinutes)}`
  );
}

function describeCounts({ counts }: FindingsFile): string[] {
  const features = Object.keys(counts).filter((name) => name.startsWith("feature:")).length;
  return [
    `Counts    ${formatCount(counts["predictions"] ?? 0)} predictions and ${formatCount(counts["outcomes"] ?? 0)} outcomes in the store, as many as replayed`,
    `          ${features} features: counted + invalid = predictions, for each`,
  ];
}

function minutes(value: number | null | undefined): string {
  return formatSigned(value, 2);
}
