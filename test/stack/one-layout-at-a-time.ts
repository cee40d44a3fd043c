import type { HistogramPoint, MetricBatch } from "@modelwatch/sources";

/**
 * Cumulative batches as processes can send them to a store that has one histogram for each label set. A feed that changes a
 * histogram's bounds keeps both versions up to date; a real process restarts with the new bounds and exports only those.
 * So of several versions the one that counted last is sent, after a zero point of its own.
 */
export function createLayoutChoice(): (batch: MetricBatch) => MetricBatch {
  const last = new Map<string, { bounds: string; counts: Map<string, number> }>();
  return (batch) => {
    const versions = new Map<string, HistogramPoint[]>();
    for (const point of batch.histograms) {
      const key = JSON.stringify([point.metric, point.labels]);
      versions.set(key, [...(versions.get(key) ?? []), point]);
    }
    const histograms = [...versions].flatMap(([key, points]) => {
      const before = last.get(key);
      const known = before?.counts ?? new Map<string, number>();
      const grown = points.find((point) => point.count > (known.get(point.bounds.join()) ?? 0));
      const current = points.find((point) => point.bounds.join() === before?.bounds);
      const chosen = grown ?? current ?? points[0]!;
      last.set(key, {
        bounds: chosen.bounds.join(),
        counts: new Map(points.map((point) => [point.bounds.join(), point.count])),
      });
      const restarted = before !== undefined && before.bounds !== chosen.bounds.join();
      return restarted ? [toZeroPoint(chosen), chosen] : [chosen];
    });
    return { ...batch, histograms };
  };
}

/** The process' first export, a moment before. */
function toZeroPoint(point: HistogramPoint): HistogramPoint {
  const { sum: _sum, min: _min, max: _max, ...rest } = point;
  const sum = point.sum === undefined ? {} : { sum: 0 };
  return { ...rest, timeMs: point.timeMs - 1, counts: point.counts.map(() => 0), count: 0, ...sum };
}
