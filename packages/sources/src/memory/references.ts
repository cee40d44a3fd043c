import { assembleReferences, checkReferenceRequest, referenceMembers } from "../references.js";
import type { LastPoint } from "../references.js";
import type { ReferenceRequest, ReferenceSeries } from "../source.js";
import type { StoredPoint } from "./increments.js";
import type { MemoryData } from "./memory-data.js";

export function readReferences(data: MemoryData, request: ReferenceRequest): readonly ReferenceSeries[] {
  checkReferenceRequest(request);
  const last = new Map<number, LastPoint>();
  for (const series of referenceMembers(data.dictionary, request)) {
    const range = { afterMs: request.atMs - request.lookBackMs, upToMs: request.atMs };
    const point =
      series.kind === "exponential"
        ? lastPoint(data.exponentialsOf(series), range)
        : lastPoint(data.pointsOf(series), range);
    if (point !== undefined) last.set(series.id, point);
  }
  return assembleReferences(data.dictionary, request, last);
}

/** The latest point in (afterMs, upToMs]; of several at one time the one that came last. */
function lastPoint<V>(
  points: readonly StoredPoint<V>[],
  { afterMs, upToMs }: { readonly afterMs: number; readonly upToMs: number },
): StoredPoint<V> | undefined {
  let last: StoredPoint<V> | undefined;
  for (const point of points) {
    if (point.timeMs <= afterMs || point.timeMs > upToMs) continue;
    if (last === undefined || point.timeMs >= last.timeMs) last = point;
  }
  return last;
}
