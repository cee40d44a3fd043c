import type { ChangesRun } from "../engine/run-changes.js";
import type { Change } from "../traffic/features.js";

/** How one detector met one change in one traffic. */
export interface DelaySummary {
  /** Runs in which it was not already alarming. */
  readonly runs: number;
  /** Share of them that alarmed within 72 hours. */
  readonly within72: number;
  /** Hours; ∞ where fewer than half alarmed within the days simulated. */
  readonly median: number;
}

/** Delays of every detector for one traffic and change; undefined for a detector that cannot see such a change. */
export function summariseDelays(
  runs: readonly ChangesRun[],
  change: Change,
  detector: string,
): DelaySummary | undefined {
  const delays = runs.flatMap(({ changes }) => {
    const { hours, early } = changes[change];
    const delay = hours[detector];
    return delay === undefined || early.includes(detector) ? [] : [delay ?? Infinity];
  });
  if (delays.length === 0) return undefined;
  const sorted = delays.sort((a, b) => a - b);
  return {
    runs: sorted.length,
    within72: sorted.filter((delay) => delay <= 72).length / sorted.length,
    median: sorted[Math.floor(sorted.length / 2)]!,
  };
}

/** Mean number of windows that a practice flagged in the quiet week, over runs. */
export function meanFlagged(runs: readonly ChangesRun[], practice: string): number {
  return runs.reduce((sum, { flagged }) => sum + (flagged[practice] ?? 0), 0) / runs.length;
}
