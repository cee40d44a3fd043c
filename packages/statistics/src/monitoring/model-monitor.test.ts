import { describe, expect, it } from "vitest";
import type { DistributionWindows } from "../distribution/distribution.js";
import {
  createRandomSource,
  cutWindows,
  drawCategories,
  drawWindows,
  withoutSums,
} from "./fixtures/draw-windows.js";
import { createModelMonitor, trackModel } from "./model-monitor.js";
import type { ModelMonitorOptions, MonitorMember } from "./monitor-options.js";

const WINDOWS = 260;
const CHANGE = 200;
const SETTINGS = { unitDays: 1 / 24, budgetDays: 90, firstBet: 150, afterAlarm: "restart" } as const;

function drawMember(seed: number, changeAt = Infinity): DistributionWindows {
  return drawWindows(createRandomSource(seed), WINDOWS, (window) => ({
    location: window >= changeAt ? 0.4 : 0,
  }));
}

const members: readonly MonitorMember[] = [1, 2, 3].map((seed) => ({
  name: `feature ${seed}`,
  windows: drawMember(seed, seed === 2 ? CHANGE : Infinity),
}));

const season = {
  hourOfDay: Array.from({ length: WINDOWS }, (_, window) => (window % 24) + 0.5),
  dayOfWeek: Array.from({ length: WINDOWS }, (_, window) => (1 + Math.floor(window / 24)) % 7),
};

/** The member's windows in other units: factor · x + offset. */
function rescale({ name, windows }: MonitorMember, factor: number, offset: number): MonitorMember {
  const { layout, totals, sums, sumsOfSquares } = windows;
  if (layout.kind !== "numeric" || sums === undefined || sumsOfSquares === undefined)
    throw new Error("no sums");
  return {
    name,
    windows: {
      ...windows,
      layout: { kind: "numeric", bounds: layout.bounds.map((bound) => factor * bound + offset) },
      sums: sums.map((sum, window) => factor * sum + offset * totals[window]!),
      sumsOfSquares: sumsOfSquares.map(
        (square, window) =>
          factor * factor * square + 2 * factor * offset * sums[window]! + offset * offset * totals[window]!,
      ),
    },
  };
}

function track(tracked: readonly MonitorMember[], options: Partial<ModelMonitorOptions> = {}) {
  return trackModel(tracked, { ...SETTINGS, ...options });
}

function cutMembers(from: number, to: number): MonitorMember[] {
  return members.map(({ name, windows }) => ({ name, windows: cutWindows(windows, from, to) }));
}

describe("a model's monitor", () => {
  it("alarms soon after a change, names the member that changed and when", () => {
    const { alarms, members: tracks } = track(members, { afterAlarm: "continue" });
    expect(alarms[0]!.window).toBeGreaterThanOrEqual(CHANGE);
    expect(alarms[0]!.window).toBeLessThan(CHANGE + 10);
    expect(alarms[0]!.culprits.map(({ member }) => member)).toEqual(["feature 2"]);
    expect(Math.abs(tracks[1]!.strongestStart! - CHANGE)).toBeLessThan(4);
    expect(["location", "mean"]).toContain(tracks[1]!.strongestSignal);
  });

  it("reports each crossing once when it goes on, and starts again when it restarts", () => {
    expect(track(members, { afterAlarm: "continue" }).alarms).toHaveLength(1);
    const { alarms, logDetector, logThreshold } = track(members, { afterAlarm: "restart" });
    expect(alarms.length).toBeGreaterThan(1);
    expect(logDetector[alarms[0]!.window]).toBeGreaterThanOrEqual(logThreshold);
    expect(logDetector[alarms[0]!.window + 1]).toBeLessThan(logThreshold);
  });

  it.each([undefined, season])(
    "answers the same to the last bit, however the history is cut into blocks",
    (places) => {
      const options = {
        season: places,
        counted: season.hourOfDay.map((_, window) => (window % 17 === 3 ? 0 : 1)),
      };
      const cold = trackModel(members, {
        ...SETTINGS,
        counted: options.counted,
        ...(places === undefined ? {} : { season: places }),
      });
      const monitor = createModelMonitor(SETTINGS);
      const cuts = [0, 70, 149, 151, 200, 201, 202, WINDOWS];
      for (let block = 1; block < cuts.length; block++) {
        const [from, to] = [cuts[block - 1]!, cuts[block]!];
        monitor.append({
          members: cutMembers(from, to),
          counted: options.counted.slice(from, to),
          ...(places === undefined
            ? {}
            : {
                season: {
                  hourOfDay: places.hourOfDay.slice(from, to),
                  dayOfWeek: places.dayOfWeek.slice(from, to),
                },
              }),
        });
      }
      expect(monitor.track()).toEqual(cold);
    },
  );

  it("does not look ahead: what comes later leaves what was", () => {
    const whole = track(members);
    const part = track(cutMembers(0, 205));
    expect(part.logDetector).toEqual(whole.logDetector.slice(0, 205));
    expect(part.members.map((member) => member.logDetector)).toEqual(
      whole.members.map((member) => member.logDetector.slice(0, 205)),
    );
  });

  it("does not depend on the order of its members", () => {
    const [forward, backward] = [track(members), track(members.toReversed())];
    expect(backward.members.toReversed()).toEqual(forward.members);
    expect(backward.alarms.map(({ window }) => window)).toEqual(forward.alarms.map(({ window }) => window));
  });

  it("does not depend on a feature's unit", () => {
    const inOtherUnits = track(members.map((member) => rescale(member, 1.8, 32)));
    track(members).logDetector.forEach((log, window) => {
      if (window >= SETTINGS.firstBet) expect(inOtherUnits.logDetector[window]!).toBeCloseTo(log, 4);
    });
    // powers of two are exact in doubles, and so is the answer
    expect(track(members.map((member) => rescale(member, 8, 0))).logDetector).toEqual(
      track(members).logDetector,
    );
  });

  it("is blind to what windows hold that do not count", () => {
    const counted = Array.from({ length: WINDOWS }, (_, window) => (window >= 160 && window < 170 ? 0 : 1));
    const spoilt = members.map(({ name, windows }) => {
      const counts = windows.counts.slice();
      for (let window = 160; window < 170; window++) {
        counts.copyWithin(window * 8, 0, 8);
      }
      const [sums, sumsOfSquares] = [windows.sums!.slice().fill(1e9, 160, 170), windows.sumsOfSquares!];
      return { name, windows: { ...windows, counts, sums, sumsOfSquares } };
    });
    expect(track(spoilt, { counted })).toEqual(track(members, { counted }));
  });

  it("gains no evidence while nothing is observed", () => {
    const counted = Array.from({ length: WINDOWS }, (_, window) => (window >= 160 ? 0 : 1));
    const { logDetector } = track(members, { counted });
    expect(new Set(logDetector.slice(160)).size).toBe(1);
    expect(logDetector[200]).toBe(logDetector[159]);
  });
});

describe("what a monitor finds", () => {
  it("an outage of spread, without sums", () => {
    const windows = withoutSums(
      drawWindows(createRandomSource(5), WINDOWS, (window) => ({ scale: window >= CHANGE ? 0.7 : 1 })),
    );
    const { alarms, members: tracks } = track([{ name: "amount", windows }], { afterAlarm: "continue" });
    expect(alarms[0]!.window - CHANGE).toBeGreaterThanOrEqual(0);
    expect(alarms[0]!.window - CHANGE).toBeLessThan(6);
    expect(tracks[0]!.strongestSignal).toBe("spread");
  });

  it("a change of unit that leaves every value in the last bucket", () => {
    const drawn = drawMember(6);
    const counts = drawn.counts.slice();
    for (let window = CHANGE; window < WINDOWS; window++) {
      counts.fill(0, window * 8, window * 8 + 7);
      counts[window * 8 + 7] = drawn.totals[window]!;
    }
    const { alarms } = track([{ name: "temperature", windows: withoutSums({ ...drawn, counts }) }]);
    expect(alarms[0]!.window - CHANGE).toBeGreaterThanOrEqual(0);
    expect(alarms[0]!.window - CHANGE).toBeLessThan(5);
  });

  it("the first movement of a feature that was constant", () => {
    const drawn = drawMember(7);
    const counts = drawn.counts.slice();
    for (let window = 0; window < CHANGE; window++) {
      counts.fill(0, window * 8, window * 8 + 8);
      counts[window * 8 + 2] = drawn.totals[window]!;
    }
    const { alarms, members: tracks } = track([{ name: "flag", windows: withoutSums({ ...drawn, counts }) }]);
    expect(tracks[0]!.refused).toBeNull();
    expect(alarms[0]!.window - CHANGE).toBeGreaterThanOrEqual(0);
    expect(alarms[0]!.window - CHANGE).toBeLessThan(6);
  });

  it("a new category of 5 %, not the first rows of one that was always rare", () => {
    const draw = (share: number) =>
      drawCategories(createRandomSource(8), WINDOWS, 200, (window) =>
        window >= CHANGE ? [0.6, 0.4 - share, share] : [0.6, 0.3995, 0.0005],
      );
    const found = track([{ name: "country", windows: draw(0.05) }], { afterAlarm: "continue" });
    expect(found.alarms[0]!.window - CHANGE).toBeGreaterThanOrEqual(0);
    expect(found.alarms[0]!.window - CHANGE).toBeLessThan(6);
    const then = track([{ name: "country", windows: cutWindows(draw(0.05), 0, CHANGE + 6) }]);
    expect(then.members[0]!.strongestSignal).toBe("rare");
    expect(track([{ name: "country", windows: draw(0.0005) }]).alarms).toEqual([]);
  });

  it("a category that joins the layout later", () => {
    const drawn = drawCategories(createRandomSource(9), WINDOWS, 200, (window) =>
      window >= CHANGE ? [0.55, 0.35, 0.1] : [0.6, 0.4, 0],
    );
    const early = cutWindows(drawn, 0, CHANGE);
    const known = Float64Array.from({ length: 2 * CHANGE }, (_, at) => {
      const window = Math.floor(at / 2);
      return early.counts[3 * window + (at % 2)]!;
    });
    const monitor = createModelMonitor(SETTINGS);
    const layout = { kind: "categorical", categories: ["c0", "c1"] } as const;
    monitor.append({
      members: [{ name: "country", windows: { ...early, layout, cells: 2, counts: known } }],
    });
    monitor.append({ members: [{ name: "country", windows: cutWindows(drawn, CHANGE, WINDOWS) }] });
    expect(monitor.track()).toEqual(track([{ name: "country", windows: drawn }]));
    expect(monitor.track().alarms.length).toBeGreaterThan(0);
  });

  it("an arm that leaves the other, and nothing that moves both", () => {
    const draw = (seed: number, effect: number) =>
      drawWindows(createRandomSource(seed), WINDOWS, (window) => ({
        location: Math.sin(window / 9) + (window >= CHANGE ? 2 + effect : 0),
      }));
    const same = track([{ name: "lift", windows: draw(10, 0), against: draw(11, 0) }]);
    expect(same.alarms).toEqual([]);
    const apart = track([{ name: "lift", windows: draw(10, 0.5), against: draw(11, 0) }]);
    expect(apart.alarms[0]!.window - CHANGE).toBeGreaterThanOrEqual(0);
    expect(apart.alarms[0]!.window - CHANGE).toBeLessThan(10);
  });
});
