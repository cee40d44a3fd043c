import { array, assert, constantFrom, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import type { DistributionWindows } from "../distribution/distribution.js";
import { createRandomSource, drawCategories, drawWindows, withoutSums } from "./fixtures/draw-windows.js";
import { createModelMonitor, trackModel } from "./model-monitor.js";
import type { MemberTrack, ModelMonitorTrack } from "./monitor-options.js";

const SETTINGS = { unitDays: 1 / 24, budgetDays: 90, firstBet: 300, afterAlarm: "restart" } as const;
const WINDOWS = 400;

function draw(seed: number): DistributionWindows {
  return drawWindows(createRandomSource(seed), WINDOWS, () => ({}));
}

function trackOne(windows: DistributionWindows, firstBet = 300): MemberTrack {
  return trackModel([{ name: "feature", windows }], { ...SETTINGS, firstBet }).members[0]!;
}

const kinds = constantFrom("normal", "empty", "one cell", "last cell", "huge", "single row");
const spoil = (source: DistributionWindows, kind: string, window: number): void => {
  const row = source.counts.subarray(window * 8, window * 8 + 8);
  if (kind === "normal") return;
  row.fill(0);
  if (kind === "one cell") row[3] = 100;
  if (kind === "last cell") row[7] = 100;
  if (kind === "huge") row.fill(2 ** 50);
  if (kind === "single row") row[0] = 1;
  source.totals[window] = row.reduce((sum, count) => sum + count, 0);
};
const isSound = ({ logDetector, members }: ModelMonitorTrack): boolean =>
  [logDetector, ...members.map((member) => member.logDetector)].every((logs) =>
    logs.every((log) => !Number.isNaN(log) && log < Infinity),
  );

describe("a member is refused, with the reason and its number,", () => {
  it("when calm and restless days take turns, which no autoregression of levels whitens", () => {
    const random = createRandomSource(1);
    const windows = drawCategories(random, WINDOWS, 100, (window) => {
      const sd = Math.floor(window / 30) % 2 === 0 ? 0.005 : 0.25;
      const share = Math.min(0.9, Math.max(0.1, 0.5 + sd * random.normal()));
      return [share, 1 - share];
    });
    const sole = { ...windows, layout: { kind: "numeric", bounds: Float64Array.of(0) } } as const;
    const { refused, logDetector, strongestSignal } = trackOne(sole);
    expect(refused?.reason).toBe("autocorrelated-residuals");
    expect(refused?.text).toMatch(/location 0\.\d\d.*at most 0\.\d\d/);
    expect(logDetector.every((log) => log === -Infinity)).toBe(true);
    expect(strongestSignal).toBeNull();
  });

  it("when too few windows can be ranked among", () => {
    const { refused } = trackOne(draw(2), 60);
    expect(refused?.reason).toBe("too-few-windows");
    expect(refused?.text).toContain("30 windows of history");
  });

  it("until the reference period has ended", () => {
    const { refused } = trackOne(draw(2), 1000);
    expect(refused?.text).toContain("400 of the reference period's 1000 windows");
  });

  it("when no window has rows enough", () => {
    const empty = { ...draw(3), counts: new Float64Array(WINDOWS * 8), totals: new Float64Array(WINDOWS) };
    expect(trackOne(withoutSums(empty)).refused?.reason).toBe("no-rows");
  });

  it("and the others share the budget", () => {
    const empty = withoutSums({
      ...draw(3),
      counts: new Float64Array(WINDOWS * 8),
      totals: new Float64Array(WINDOWS),
    });
    const alone = trackModel([{ name: "a", windows: draw(4) }], SETTINGS);
    const both = trackModel(
      [
        { name: "a", windows: draw(4) },
        { name: "b", windows: empty },
      ],
      SETTINGS,
    );
    expect(both.logDetector).toEqual(alone.logDetector);
  });
});

describe("a monitor survives", () => {
  it("any mix of empty, one-sided, tiny and huge windows without NaN or ∞", () => {
    const mix = array(tuple(integer({ min: 0, max: WINDOWS - 1 }), integer({ min: 1, max: 120 }), kinds), {
      maxLength: 6,
    });
    assert(
      property(mix, (stretches) => {
        const windows = withoutSums(draw(5));
        for (const [from, length, kind] of stretches) {
          for (let window = from; window < Math.min(WINDOWS, from + length); window++)
            spoil(windows, kind, window);
        }
        expect(isSound(trackModel([{ name: "feature", windows }], SETTINGS))).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it("sums that are beyond doubles, by leaving them out", () => {
    const drawn = draw(6);
    const sums = drawn.sums!.map((sum, window) => (window % 50 === 0 ? 1.7e308 : sum));
    expect(isSound(trackModel([{ name: "feature", windows: { ...drawn, sums } }], SETTINGS))).toBe(true);
  });

  it("a monitor's whole life of one bucket", () => {
    const windows: DistributionWindows = {
      layout: { kind: "numeric", bounds: new Float64Array(0) },
      windows: WINDOWS,
      cells: 1,
      counts: new Float64Array(WINDOWS).fill(50),
      totals: new Float64Array(WINDOWS).fill(50),
    };
    const track = trackModel([{ name: "feature", windows }], SETTINGS);
    expect(isSound(track)).toBe(true);
    expect(track.alarms).toEqual([]);
  });
});

describe("a monitor names what is wrong with", () => {
  const members = [{ name: "feature", windows: draw(7) }];

  it.each([
    [{ unitDays: 0 }, "unitDays is 0"],
    [{ unitDays: Number.NaN }, "unitDays is NaN"],
    [{ budgetDays: 0.01 }, "budgetDays is 0.01"],
    [{ firstBet: 0 }, "firstBet is 0"],
    [{ firstBet: 10.5 }, "firstBet is 10.5"],
    [{ minimumCount: 1 }, "minimumCount is 1"],
    [{ counted: [1, 0] }, "counted has 2 entries"],
    [{ season: { hourOfDay: [1], dayOfWeek: [1] } }, "season has 1 hours"],
  ])("the options %j", (options, message) => {
    expect(() => trackModel(members, { ...SETTINGS, ...options })).toThrow(message);
  });

  it.each([
    ["negative", -1],
    ["non-integer", 0.5],
    ["NaN", Number.NaN],
    ["infinite", Infinity],
  ])("%s counts", (_, count) => {
    const windows = draw(8);
    windows.counts[27] = count;
    expect(() => trackModel([{ name: "feature", windows }], SETTINGS)).toThrow("window 3 of member feature");
  });

  it("totals that are not the sum of their counts", () => {
    const windows = draw(8);
    windows.totals[5] = 7;
    expect(() => trackModel([{ name: "feature", windows }], SETTINGS)).toThrow("window 5 of member feature");
  });

  it("members: none, two of one name, of unequal length", () => {
    expect(() => trackModel([], SETTINGS)).toThrow("no members");
    expect(() => trackModel([...members, ...members], SETTINGS)).toThrow("share a name");
    const short = drawWindows(createRandomSource(9), 3, () => ({}));
    expect(() => trackModel([...members, { name: "short", windows: short }], SETTINGS)).toThrow(
      "short has 3 windows",
    );
  });

  it("later blocks that do not go with the first", () => {
    const monitor = createModelMonitor(SETTINGS);
    monitor.append({ members });
    const [member] = members;
    const append = (block: Parameters<typeof monitor.append>[0]) => () => monitor.append(block);
    expect(append({ members: [{ ...member!, name: "other" }] })).toThrow("other stands where feature was");
    expect(append({ members: [{ ...member!, windows: withoutSums(draw(7)) }] })).toThrow("sums");
    expect(append({ members: [{ ...member!, against: draw(7) }] })).toThrow("second arm");
    const bounds = Float64Array.from({ length: 7 }, (_, bound) => bound);
    const windows = { ...draw(7), layout: { kind: "numeric", bounds } as const };
    expect(append({ members: [{ name: "feature", windows }] })).toThrow(
      "layout of member feature has changed",
    );
  });
});
