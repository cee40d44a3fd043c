import { ATTR_MODEL_VERSION, METRIC_PREDICTION_VALUE } from "@modelwatch/conventions";
import { POLICY } from "../decide/index.js";
import { modelMatchers, type ReadContext } from "../read/model-matchers.js";
import { compareText } from "../read/series-matrix.js";
import { sliceWindows, type MonitorWindows } from "./monitor-windows.js";

/** Windows in which one version of the model made the predictions: evidence begins anew with each version. */
export interface Stretch {
  /** Absent where the predictions name no version. */
  readonly version?: string;
  /** Windows [from, to) of the monitor. */
  readonly from: number;
  readonly to: number;
  readonly windows: MonitorWindows;
}

/**
 * A monitor's windows by the version that was in charge. A version takes over with the first window in which it makes nearly all
 * predictions, so that a canary or an even split changes nothing. Stretches that end before the anchor are left out.
 */
export async function readStretches(
  context: ReadContext,
  windows: MonitorWindows,
): Promise<readonly [Stretch, ...Stretch[]]> {
  const byVersion = await readVersions(context, windows.edges);
  const last = windows.counted.length;
  const starts = takeovers(byVersion, last);
  const stretches = starts.flatMap(({ version, from }, i): Stretch[] => {
    const to = starts[i + 1]?.from ?? last;
    if (to <= windows.first) return [];
    return [{ ...(version === "" ? {} : { version }), from, to, windows: sliceWindows(windows, from, to) }];
  });
  const [first = { from: 0, to: last, windows }, ...others] = stretches;
  return [first, ...others];
}

/** Predictions of each version in each window, versions in ascending order. */
async function readVersions(
  context: ReadContext,
  edges: readonly number[],
): Promise<ReadonlyMap<string, Float64Array>> {
  const series = await context.source.histogramWindows(
    {
      metric: METRIC_PREDICTION_VALUE,
      matchers: modelMatchers(context.subject),
      groupBy: [ATTR_MODEL_VERSION],
      edges,
    },
    context.signal,
  );
  const counts = new Map<string, Float64Array>();
  for (const { labels, windows } of series) {
    const version = labels[ATTR_MODEL_VERSION] ?? "";
    const own = counts.get(version) ?? new Float64Array(edges.length - 1);
    counts.set(version, own);
    windows.totals.forEach((total, w) => (own[w] = own[w]! + total));
  }
  return new Map([...counts].sort(([a], [b]) => compareText(a, b)));
}

function takeovers(byVersion: ReadonlyMap<string, Float64Array>, windows: number) {
  const starts: { readonly version: string; readonly from: number }[] = [];
  for (let w = 0; w < windows; w++) {
    let total = 0;
    for (const counts of byVersion.values()) total += counts[w]!;
    for (const [version, counts] of byVersion) {
      const inCharge = total > 0 && counts[w]! > POLICY.takeoverShare * total;
      const current = starts[starts.length - 1];
      // What came before the first version in charge belongs to it.
      if (inCharge && current?.version !== version)
        starts.push({ version, from: starts.length === 0 ? 0 : w });
    }
  }
  return starts;
}
