import type { MonitorBlock } from "./monitor-options.js";

/** When each of some consecutive windows is, and whether it takes part: for all members alike. */
export interface WindowPlaces {
  readonly windows: number;
  /** Sunday 0 to Saturday 6. */
  readonly day: Uint8Array;
  /** Whole hour of the day. */
  readonly hour: Uint8Array;
  /** Where in the hour, from −½ to ½. */
  readonly offset: Float64Array;
  readonly counted: Float64Array;
}

export function placesOf({ members, season, counted }: MonitorBlock): WindowPlaces {
  const windows = members[0]!.windows.windows;
  return {
    windows,
    day: Uint8Array.from({ length: windows }, (_, row) => season?.dayOfWeek[row] ?? 0),
    hour: Uint8Array.from({ length: windows }, (_, row) => season?.hourOfDay[row] ?? 0),
    offset: Float64Array.from({ length: windows }, (_, row) => ((season?.hourOfDay[row] ?? 0) % 1) - 0.5),
    counted: Float64Array.from({ length: windows }, (_, row) => ((counted?.[row] ?? 1) === 0 ? 0 : 1)),
  };
}

/** The first `windows` windows of the blocks together. */
export function joinPlaces(blocks: readonly WindowPlaces[], windows: number): WindowPlaces {
  const joined: WindowPlaces = {
    windows,
    day: new Uint8Array(windows),
    hour: new Uint8Array(windows),
    offset: new Float64Array(windows),
    counted: new Float64Array(windows),
  };
  let filled = 0;
  for (const { day, hour, offset, counted } of blocks) {
    const room = windows - filled;
    joined.day.set(day.subarray(0, room), filled);
    joined.hour.set(hour.subarray(0, room), filled);
    joined.offset.set(offset.subarray(0, room), filled);
    joined.counted.set(counted.subarray(0, room), filled);
    filled += Math.min(room, day.length);
  }
  return joined;
}
