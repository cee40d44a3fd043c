import type { MonitorBlock } from "./monitor-options.js";

/** When each of some consecutive windows is, and whether it takes part: for all members alike. */
export interface WindowPlaces {
  readonly windows: number;
  readonly hourOfDay: Float64Array;
  readonly dayOfWeek: Float64Array;
  readonly counted: Float64Array;
}

export function placesOf({ members, season, counted }: MonitorBlock): WindowPlaces {
  const windows = members[0]!.windows.windows;
  return {
    windows,
    hourOfDay: Float64Array.from({ length: windows }, (_, row) => season?.hourOfDay[row] ?? 0),
    dayOfWeek: Float64Array.from({ length: windows }, (_, row) => season?.dayOfWeek[row] ?? 0),
    counted: Float64Array.from({ length: windows }, (_, row) => ((counted?.[row] ?? 1) === 0 ? 0 : 1)),
  };
}

/** The first `windows` windows of the blocks together. */
export function joinPlaces(blocks: readonly WindowPlaces[], windows: number): WindowPlaces {
  const join = (pick: (block: WindowPlaces) => Float64Array): Float64Array => {
    const joined = new Float64Array(windows);
    let filled = 0;
    for (const block of blocks) {
      const part = pick(block).subarray(0, windows - filled);
      joined.set(part, filled);
      filled += part.length;
    }
    return joined;
  };
  return {
    windows,
    hourOfDay: join((block) => block.hourOfDay),
    dayOfWeek: join((block) => block.dayOfWeek),
    counted: join((block) => block.counted),
  };
}
