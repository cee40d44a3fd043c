import { createModelMonitor, trackModel } from "@modelwatch/statistics";
import type {
  DistributionWindows,
  ModelMonitor,
  MonitorMember,
  MonitorSeason,
  MonitorSettings,
} from "@modelwatch/statistics";
import type { BenchRow } from "./bench-row.js";
import { interleave } from "./interleave.js";

const FEATURES = 26;
const WINDOWS_PER_DAY = 288;
const WINDOWS = 14 * WINDOWS_PER_DAY;
const BUCKETS = 32;
const ROWS_PER_WINDOW = 1500;
const BOUNDS = Float64Array.from({ length: BUCKETS - 1 }, (_, bound) => bound);
/** Windows closed one at a time in a round, so that the processor's clock has something to count. */
const CLOSED = 20;
const SETTINGS: MonitorSettings = {
  unitDays: 1 / WINDOWS_PER_DAY,
  budgetDays: 90,
  firstBet: WINDOWS / 2,
  afterAlarm: "continue",
};
const COLD_GOAL_MS = 300;
const NEXT_GOAL_MS = 5;

/** Uniform numbers of a fixed seed (Park and Miller 1988). */
function createRandom(): () => number {
  let state = 42;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Buckets of about equal counts that vary like counts do. */
function createMember(name: string, windows: number, random: () => number): MonitorMember {
  const counts = new Float64Array(windows * BUCKETS);
  const totals = new Float64Array(windows);
  const mean = ROWS_PER_WINDOW / BUCKETS;
  for (let at = 0; at < counts.length; at++) {
    const noise = random() + random() + random() + random() - 2;
    const count = Math.round(mean + Math.sqrt(3 * mean) * noise);
    const window = Math.floor(at / BUCKETS);
    counts[at] = count;
    totals[window] = totals[window]! + count;
  }
  const layout = { kind: "numeric", bounds: BOUNDS } as const;
  return { name, windows: { layout, windows, cells: BUCKETS, counts, totals } };
}

function seasonOf(windows: number): MonitorSeason {
  const days = Float64Array.from({ length: windows }, (_, window) => (window + 0.5) / WINDOWS_PER_DAY);
  return {
    hourOfDay: days.map((day) => (day % 1) * 24),
    dayOfWeek: Uint8Array.from(days, (day) => Math.floor(day) % 7),
  };
}

/** A monitor of 26 features over 14 days of 5-minute windows: the whole history, and one more window. */
export function run(): Promise<BenchRow[]> {
  const random = createRandom();
  const rounds = 11;
  const later = CLOSED * (rounds + 5);
  const all = Array.from({ length: FEATURES }, (_, index) =>
    createMember(`feature ${index}`, WINDOWS + later, random),
  );
  const season = seasonOf(WINDOWS + later);
  const cut = (from: number, to: number) => ({
    members: all.map(({ name, windows }) => ({ name, windows: sliceWindows(windows, from, to) })),
    season: {
      hourOfDay: Array.from(season.hourOfDay).slice(from, to),
      dayOfWeek: Array.from(season.dayOfWeek).slice(from, to),
    },
  });
  const { members, season: firstSeason } = cut(0, WINDOWS);
  const closing = Array.from({ length: later }, (_, index) => cut(WINDOWS + index, WINDOWS + index + 1));
  const monitor = createModelMonitor(SETTINGS);
  monitor.append({ members, season: firstSeason });
  const times = interleave(
    {
      cold: () => void trackModel(members, { ...SETTINGS, season: firstSeason }),
      next: () => closeWindows(monitor, closing.splice(0, CLOSED)),
    },
    1,
    rounds,
  );
  const [cold, next] = [times.cold / 1e6, times.next / 1e6 / CLOSED];
  const name = `monitor of ${FEATURES} features × ${WINDOWS} windows × ${BUCKETS} buckets`;
  return Promise.resolve([
    {
      name: `${name}, cold`,
      value: cold,
      unit: "ms of processor",
      rival: "",
      ratio: null,
      goal: `≤ ${COLD_GOAL_MS} ms`,
      holds: cold <= COLD_GOAL_MS,
    },
    {
      name: `${name}, one more window and its state`,
      value: next,
      unit: "ms of processor",
      rival: "the same, cold",
      ratio: next / cold,
      goal: `≤ ${NEXT_GOAL_MS} ms`,
      holds: next <= NEXT_GOAL_MS,
    },
  ]);
}

function closeWindows(monitor: ModelMonitor, blocks: readonly Parameters<ModelMonitor["append"]>[0][]): void {
  for (const block of blocks) {
    monitor.append(block);
    monitor.track();
  }
}

function sliceWindows(source: DistributionWindows, from: number, to: number): DistributionWindows {
  return {
    layout: source.layout,
    windows: to - from,
    cells: source.cells,
    counts: source.counts.slice(from * source.cells, to * source.cells),
    totals: source.totals.slice(from, to),
  };
}
