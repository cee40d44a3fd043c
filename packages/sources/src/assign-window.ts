/**
 * The window that a point belongs to, −1 outside all: the one that holds the last instant of the point's interval
 * [startMs, timeMs). So an hourly point [h, h + 1 h) lands in the window that contains it, not in the one that begins at its
 * time stamp. A point that straddles an edge lands whole in the later window (see {@link isLate}); a point without
 * duration lands where its instant is. Edges and times are whole milliseconds.
 */
export function windowOf(edges: readonly number[], startMs: number, timeMs: number): number {
  const instant = Math.max(startMs, timeMs - 1);
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]! <= instant) low = middle + 1;
    else high = middle;
  }
  return low === edges.length ? -1 : low - 1;
}

/** Whether a point that landed in window `index` may also count what happened before that window (or its start is unknown, 0). */
export function isLate(edges: readonly number[], index: number, startMs: number): boolean {
  return startMs < edges[index]!;
}
