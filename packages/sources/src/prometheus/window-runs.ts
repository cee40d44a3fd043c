/** Neighbouring windows of one width: what a single range query answers. */
export interface WindowRun {
  /** Index of its first window. */
  readonly first: number;
  readonly windows: number;
  readonly widthMs: number;
  /** The end of its first window: where PromQL evaluates it. */
  readonly firstEndMs: number;
}

/** Prometheus answers at most 11,000 points for each series of a range query. */
const MAX_POINTS = 10_000;

/** Cuts windows into runs of equal width: hours and days become one query, months of 31, 28, 31, … days a few. */
export function toWindowRuns(edges: readonly number[]): readonly WindowRun[] {
  const runs: WindowRun[] = [];
  for (let window = 0; window + 1 < edges.length; window++) {
    const firstEndMs = edges[window + 1]!;
    const widthMs = firstEndMs - edges[window]!;
    const last = runs.at(-1);
    if (last !== undefined && last.widthMs === widthMs && last.windows < MAX_POINTS) {
      runs[runs.length - 1] = { ...last, windows: last.windows + 1 };
    } else {
      runs.push({ first: window, windows: 1, widthMs, firstEndMs });
    }
  }
  return runs;
}

/** Milliseconds as the API's seconds. */
export function toSeconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
