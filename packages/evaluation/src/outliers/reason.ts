import type { ReasonCode } from "@modelwatch/conventions/query";
import { memberName } from "../drift/reason.js";
import { formatCount, formatNumber, formatPercent } from "../finding/format.js";
import type { OutlierRow } from "./outlier-row.js";

/** One plain sentence about a number beside what is expected of it. */
export function outlierText(code: ReasonCode, row: OutlierRow, minimumCount: number): string {
  const name = row.target === "outcome" ? "The outcome" : memberName(row.target);
  const texts: Partial<Record<ReasonCode, string>> = {
    "no-data": `No value of ${name} arrived in this window.`,
    "no-reference": `${name} has nothing to be compared with here: the reference does not hold it.`,
    "layout-changed": `${name} cannot be compared: its buckets and those of the reference share no bound.`,
    "reference-overlaps": `${name} cannot be compared: its reference lies inside this window.`,
    "too-few-rows": `${name} has ${formatCount(row.n)} rows here, too few to judge (the minimum is ${formatCount(minimumCount)}).`,
    learning: `${describeNumber(name, row)}. How much windows vary is still being learnt, so nothing is judged.`,
    stale: `${name} has stopped: ${formatCount(row.value ?? 0)} windows in a row without a row, where about ${formatCount(row.expected ?? 0)} rows were to be expected.`,
  };
  return texts[code] ?? `${describeNumber(name, row)}${describeExpected(row)}.`;
}

function describeNumber(name: string, row: OutlierRow): string {
  const share = formatPercent(row.value ?? 0);
  const at = row.details["bound"];
  const bound = typeof at === "number" ? formatNumber(at) : "the bound";
  const texts: Readonly<Record<string, string>> = {
    "tail-mass-low": `${share} of ${name} lie at or below ${bound}`,
    "tail-mass-high": `${share} of ${name} lie above ${bound}`,
    "unseen-share": `${share} of ${name} lie in categories that the reference does not hold`,
    "invalid-share": `${share} of ${name} were missing or invalid`,
    "positive-decisions": `${share} of the decisions were positive`,
    "positive-outcomes": `${share} of the outcomes were positive`,
    "decisions-near-threshold": `About ${share} of the decisions lie so near the threshold that a small shift of the score flips them`,
    staleness: `${formatCount(row.value ?? 0)} windows of ${name} in a row had no row`,
  };
  return texts[row.statistic] ?? `${formatCount(row.n)} rows of ${name} arrived`;
}

function describeExpected({ expected, statistic }: OutlierRow): string {
  if (expected === null) return "";
  const text =
    statistic === "volume" || statistic === "staleness"
      ? `${formatCount(expected)} rows`
      : formatPercent(expected);
  return `; expected ${text}`;
}
