/** Points (x, y) with x·weight + y·height ≤ limit. */
export interface HalfPlane {
  readonly x: number;
  readonly y: number;
  readonly limit: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Corners closer to a border than this lie on it: lines are two half-planes, and rounding must not empty them. */
const ON_BORDER = 1e-9;

/** The corners of a convex polygon cut by half-planes, in order (Sutherland & Hodgman 1974); empty where nothing is left. */
export function clip(polygon: readonly Point[], planes: readonly HalfPlane[]): readonly Point[] {
  let corners = polygon;
  for (const plane of planes) {
    if (corners.length === 0) return corners;
    const size = Math.max(Math.hypot(plane.x, plane.y), Number.MIN_VALUE);
    const outside = corners.map((corner) => (plane.x * corner.x + plane.y * corner.y - plane.limit) / size);
    const kept: Point[] = [];
    corners.forEach((corner, i) => {
      const next = (i + 1) % corners.length;
      const [here, there] = [outside[i]!, outside[next]!];
      if (here <= ON_BORDER) kept.push(corner);
      if (here > ON_BORDER !== there > ON_BORDER && Math.abs(here - there) > 0) {
        const part = Math.min(1, Math.max(0, here / (here - there)));
        const end = corners[next]!;
        kept.push({ x: corner.x + part * (end.x - corner.x), y: corner.y + part * (end.y - corner.y) });
      }
    });
    corners = kept;
  }
  return corners;
}
