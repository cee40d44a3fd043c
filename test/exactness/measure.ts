import type { WindowQuality } from "@modelwatch/conventions/query";
import type { Source, WindowedSeries } from "@modelwatch/sources";
import type { Range, Scenario } from "./scenarios.js";
import { BOUNDS, CELLS, FEATURES } from "./truth.js";
import type { Truth } from "./truth.js";

/** One window of one feature: what a source says, against what happened. */
export interface MeasuredWindow {
  readonly counted: number;
  readonly happened: number;
  /**
   * Mean square over the buckets of (share counted − share happened), in units of the share's sampling noise: by how much the
   * χ² of a drift test is off for each degree of freedom. 0 where nothing was counted.
   */
  readonly distortion: number;
  /** χ² of the counts against the law they come from, for each degree of freedom: 1 on average. */
  readonly chiSquare: number;
  readonly quality: readonly WindowQuality[];
}

/** All windows of one width in a scenario, over all features. */
export async function measureWindows(
  source: Source,
  scenario: Scenario,
  truth: Truth,
  range: Range,
  widthMs: number,
): Promise<readonly MeasuredWindow[]> {
  const windows = Math.floor((range.endMs - range.startMs) / widthMs);
  const edges = Array.from({ length: windows + 1 }, (_, i) => range.startMs + i * widthMs);
  const answer = await source.histogramWindows({
    metric: "ml.feature.value",
    matchers: [{ attribute: "ml.model.name", operator: "=", value: scenario.name }],
    groupBy: ["ml.feature.name"],
    edges,
  });
  return FEATURES.flatMap((name, feature) => {
    const happened = truth.windows(feature, widthMs);
    const own = answer.filter(({ labels }) => labels["ml.feature.name"] === name);
    return Array.from({ length: windows }, (_, window) =>
      compare(countsOf(own, window), happened.subarray(window * CELLS, (window + 1) * CELLS), [
        // a group in which nothing was counted is not in the answer
        ...new Set(own.length === 0 ? ["gap" as const] : own.flatMap(({ quality }) => quality[window] ?? [])),
      ]),
    );
  });
}

/** A window's counts under the buckets that were declared; a store may leave out bounds between empty ones. */
function countsOf(series: readonly WindowedSeries[], window: number): Float64Array {
  const counts = new Float64Array(CELLS);
  for (const { windows } of series) {
    const { layout, cells } = windows;
    if (layout.kind !== "numeric") throw new Error("a histogram came back as categories");
    for (let cell = 0; cell < cells; cell++) {
      const count = windows.counts[window * cells + cell]!;
      const upper = layout.bounds[cell] ?? Number.POSITIVE_INFINITY;
      const declared = BOUNDS.findIndex((bound) => bound >= upper);
      counts[declared === -1 ? CELLS - 1 : declared]! += count;
    }
  }
  return counts;
}

function compare(
  counts: Float64Array,
  happened: Float64Array,
  quality: readonly WindowQuality[],
): MeasuredWindow {
  const [n, truth] = [sum(counts), sum(happened)];
  const share = 1 / CELLS;
  let distortion = 0;
  let chiSquare = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    if (n > 0 && truth > 0) distortion += truth * (counts[cell]! / n - happened[cell]! / truth) ** 2;
    if (n > 0) chiSquare += (counts[cell]! - n * share) ** 2 / n;
  }
  const scale = share * (CELLS - 1);
  return {
    counted: n,
    happened: truth,
    distortion: distortion / scale,
    chiSquare: chiSquare / scale,
    quality,
  };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
