import type { MonitorTrack } from "@modelwatch/evaluation";
import { describe, expect, it } from "vitest";
import { evidenceLine } from "./evidence-line.js";
import { judgeBacktest, QUARTER_DAYS } from "./judge-backtest.js";
import { collectPeriod, instantOf } from "./period.js";

const DAY = 86_400_000;

/** A track of daily windows from 1970-01-01, one letter a day: o ok, w watch, a act, m missing, u undetermined. */
function trackOf(days: string): MonitorTrack {
  const names = { o: "ok", w: "watch", a: "act", m: "missing", u: "undetermined" } as const;
  const states = Array.from(days, (letter) => names[letter as keyof typeof names]);
  const begins = (window: number, state: string) => states[window] === state && states[window - 1] !== state;
  return {
    edges: Array.from({ length: states.length + 1 }, (_, index) => index * DAY),
    states,
    runs: [],
    logDetector: new Float64Array(states.length),
    logThreshold: Math.log(90),
    alarms: states.flatMap((_, window) => [
      ...(begins(window, "watch") ? [{ window, kind: "drift" as const, culprits: ["prediction"] }] : []),
      ...(begins(window, "act") ? [{ window, kind: "loss" as const, culprits: [] }] : []),
    ]),
    versions: [{ from: 0 }],
  };
}

const period = (from: number, to: number) => ({ fromMs: from * DAY, toMs: to * DAY });
const none = { incidents: [], quiet: [] };

describe("an incident", () => {
  it("is found when the first window that brought an alarm ended", () => {
    const { incidents, alarms } = judgeBacktest(trackOf("ooooowwoo"), {
      ...none,
      incidents: [{ fromMs: 3.5 * DAY }],
    });
    expect(incidents).toEqual([
      {
        fromMs: 3.5 * DAY,
        watchedUntilMs: 9 * DAY,
        alarm: alarms[0],
        delayDays: 2.5,
        alarmStoodBefore: false,
      },
    ]);
    expect(alarms[0]).toMatchObject({ knownAtMs: 6 * DAY, kind: "drift", during: "incident" });
  });

  it("is not found by an alarm before it or after its end", () => {
    const { incidents, alarms } = judgeBacktest(trackOf("owooooooow"), {
      ...none,
      incidents: [period(3, 6)],
    });
    expect(incidents[0]).toMatchObject({ alarm: null, delayDays: null, alarmStoodBefore: false });
    expect(alarms.map(({ during }) => during)).toEqual(["unmarked", "unmarked"]);
  });

  it("says that an alarm was standing when it began", () => {
    const { incidents } = judgeBacktest(trackOf("owwwwwa"), { ...none, incidents: [period(3, 7)] });
    expect(incidents[0]).toMatchObject({ alarmStoodBefore: true, alarm: { kind: "loss" }, delayDays: 4 });
  });

  it("without an end ends where the next one begins", () => {
    const { incidents } = judgeBacktest(trackOf("oooooooow"), {
      ...none,
      incidents: [{ fromMs: 5 * DAY }, { fromMs: DAY }],
    });
    expect(
      incidents.map(({ fromMs, watchedUntilMs, delayDays }) => [fromMs, watchedUntilMs, delayDays]),
    ).toEqual([
      [DAY, 5 * DAY, null],
      [5 * DAY, 9 * DAY, 4],
    ]);
  });
});

describe("a quiet period", () => {
  it("counts alarms that began in it, over the days in which one could have", () => {
    const { quiet } = judgeBacktest(trackOf("oooowwwooomuooawoo"), { ...none, quiet: [period(1, 17)] });
    // days 5 to 7 follow an alarm's day, 10 and 11 have no evidence, 15 and 16 follow one as well
    expect(quiet[0]).toMatchObject({ falseAlarms: 2, daysAtRisk: 9, daysInAlarm: 5 });
    const { value, low, high } = quiet[0]!.perQuarter!;
    expect(value).toBeCloseTo((2 / 9) * QUARTER_DAYS, 9);
    // Garwood's interval of two events: 0.2422 to 7.2247
    expect(low).toBeCloseTo((0.2422 / 9) * QUARTER_DAYS, 2);
    expect(high).toBeCloseTo((7.2247 / 9) * QUARTER_DAYS, 2);
  });

  it("takes windows that lie in it as a whole", () => {
    const { quiet } = judgeBacktest(trackOf("owoooo"), {
      ...none,
      quiet: [{ fromMs: 1.5 * DAY, toMs: 4.9 * DAY }],
    });
    expect(quiet[0]).toMatchObject({ falseAlarms: 0, daysInAlarm: 1, daysAtRisk: 1 });
  });

  it("without a day at risk has no rate", () => {
    const { quiet } = judgeBacktest(trackOf("mmmm"), { ...none, quiet: [period(0, 4)] });
    expect(quiet[0]).toMatchObject({ daysAtRisk: 0, perQuarter: null });
  });
});

describe("marks on the command line", () => {
  it("are instants with an offset, alone or as a pair", () => {
    expect(collectPeriod("1970-01-02T00:00:00Z", [])).toEqual([{ fromMs: DAY }]);
    expect(collectPeriod("1970-01-02T01:00:00+01:00/1970-01-03T00:00:00Z", [{ fromMs: 0 }])).toEqual([
      { fromMs: 0 },
      { fromMs: DAY, toMs: 2 * DAY },
    ]);
  });

  it.each([
    "yesterday",
    "1970-01-02",
    "1970-01-02T00:00:00",
    "1970-01-03T00:00:00Z/1970-01-02T00:00:00Z",
    "a/b/c",
    "",
  ])("refuse %j", (text) => {
    expect(() => collectPeriod(text, [])).toThrow(/instant|end after/);
  });

  it("know an offset from a date that happens to end in digits", () => {
    expect(instantOf("2026-03-01T00:00:00-05:00")).toBe(Date.parse("2026-03-01T05:00:00Z"));
    expect(() => instantOf("2026-03-01")).toThrow("offset");
  });
});

describe("the line of evidence", () => {
  it("shows unknown, none, growing and beyond the threshold", () => {
    const line = evidenceLine(Float64Array.of(-Infinity, -5, 0, 1, 2, 3, 4, 9), 4);
    expect(line).toBe("·▁▁▂▄▆██");
  });

  it("keeps the greatest of the windows that share a column", () => {
    const log = new Float64Array(720);
    log[355] = 10;
    const line = evidenceLine(log, 4);
    expect(line).toHaveLength(72);
    expect(line.indexOf("█")).toBe(35);
    expect(evidenceLine(new Float64Array(0), 4)).toBe("");
  });
});
