import type { Query } from "@modelwatch/conventions/query";
import { forecastVolume, measureStaleness, type VolumeHistory } from "@modelwatch/statistics";
import type { OutlierMember } from "./outlier-member.js";
import type { OutlierRow } from "./outlier-row.js";
import type { WindowFacts } from "./window-facts.js";
import type { TestedWindow, WindowHistory } from "./window-history.js";

/** How many rows came, beside what earlier windows of the same season lead to expect. */
export function volumeRow(query: Query, member: OutlierMember, facts: WindowFacts): OutlierRow {
  const { window, rows } = facts;
  let n = 0;
  for (let w = window.from; w < window.to; w++) n += rows[w]!;
  const row = { target: member.name, statistic: "volume", unit: "rows", window, n, value: n } as const;
  const untested = (code: "no-data" | "learning" | "descriptive"): OutlierRow => ({
    ...row,
    reference: null,
    expected: null,
    test: { kind: "untested", code },
    details: {},
  });
  // of a member that never reported nobody can say how much to expect, only that it is missing
  if (rows.subarray(window.historyFrom, window.to).every((count) => count === 0)) return untested("no-data");
  if (window.isOpen) return untested("descriptive");
  // one long window has no earlier ones of its kind
  if (window.to - window.from !== 1) return untested(n === 0 ? "no-data" : "descriptive");
  const forecast = forecastVolume(
    slice(facts, window.from + 1),
    window.from - window.historyFrom,
    query.guard.alpha,
  );
  if (forecast.kind === "undetermined") return untested(n === 0 ? "no-data" : "learning");
  const { expected, low, high, logPValue, overdispersion, windows } = forecast;
  return {
    ...row,
    reference: { kind: "earlier-windows", n: windows },
    expected,
    test: {
      kind: "tested",
      logPValue,
      isMaterial: true,
      beyond: n === 0 ? "no-data" : "volume-beyond-expected",
      within: "volume-within-expected",
    },
    details: { expectedLow: low, expectedHigh: high, overdispersion, earlierWindows: windows },
  };
}

/** Whether a member that has reported before is silent now; null where its history is too short, or nothing is silent. */
export function stalenessRow(
  member: OutlierMember,
  history: WindowHistory,
  last: TestedWindow | undefined,
): OutlierRow | null {
  if (last === undefined || last.to - last.from !== 1) return null;
  const whole = slice({ history, window: last, rows: member.rows }, last.to);
  const staleness = measureStaleness(whole);
  if (staleness.kind === "undetermined" || staleness.silentWindows === 0) return null;
  const { silentWindows, lastFilled, expected, logPValue } = staleness;
  const firstSilent = last.historyFrom + lastFilled + 1;
  return {
    target: member.name,
    statistic: "staleness",
    unit: "windows",
    window: { fromMs: history.edges[firstSilent]!, toMs: last.toMs },
    n: 0,
    value: silentWindows,
    reference: { kind: "earlier-windows", n: lastFilled + 1 },
    expected,
    test: { kind: "tested", logPValue, isMaterial: true, beyond: "stale", within: "volume-within-expected" },
    details: { silentWindows, expectedRows: expected },
  };
}

/** The member's history up to a window, from its first row on. */
function slice(
  { history, window, rows }: Pick<WindowFacts, "history" | "window" | "rows">,
  to: number,
): VolumeHistory {
  const { historyFrom } = window;
  const counts = rows.slice(historyFrom, to);
  const first = counts.findIndex((count) => count > 0);
  return {
    counts,
    seasons: history.seasons.slice(historyFrom, to),
    counted: history.counted.slice(historyFrom, to).map((counts01, w) => (w < first ? 0 : counts01)),
  };
}
