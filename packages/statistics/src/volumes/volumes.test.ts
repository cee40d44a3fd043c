import { describe, expect, it } from "vitest";
import { measureStaleness } from "./staleness.js";
import { forecastVolume } from "./volume-forecast.js";

const week = [100, 110, 90, 105, 95, 20, 25];
const seasons = Int32Array.from({ length: 35 }, (_, day) => day % 7);
const counts = Float64Array.from({ length: 35 }, (_, day) => week[day % 7]! + ((day * 7) % 5));

function value<T extends { readonly kind: string }>(got: T): Extract<T, { readonly kind: "value" }> {
  if (!isValue(got)) throw new Error(got.kind);
  return got;
}

function isValue<T extends { readonly kind: string }>(got: T): got is Extract<T, { readonly kind: "value" }> {
  return got.kind === "value";
}

describe("forecastVolume", () => {
  it("expects of a Sunday what Sundays brought", () => {
    const sunday = value(forecastVolume({ counts, seasons }, 34, 0.05));
    expect(sunday.expected).toBeCloseTo(27, 0);
    expect(sunday.low).toBeLessThan(sunday.count);
    expect(sunday.high).toBeGreaterThan(sunday.count);
    const full = value(forecastVolume({ counts: counts.with(34, 105), seasons }, 34, 0.05));
    expect(full.expected).toBe(sunday.expected);
    expect(full.logPValue).toBeLessThan(Math.log(1e-8));
  });

  it("rejects exactly what lies outside its interval", () => {
    const { low, high } = value(forecastVolume({ counts, seasons }, 34, 0.05));
    for (const [count, inside] of [
      [low - 1, false],
      [low + 1, true],
      [high - 1, true],
      [high + 1, false],
    ] as const) {
      const { logPValue } = value(forecastVolume({ counts: counts.with(34, count), seasons }, 34, 0.05));
      expect(logPValue >= Math.log(0.05), `${count} in [${low}, ${high}]`).toBe(inside);
    }
  });

  it("leaves out known episodes and never the future", () => {
    const strike = counts.with(20, 5000);
    const counted = new Uint8Array(35).fill(1).with(20, 0);
    const { expected } = value(forecastVolume({ counts: strike, seasons, counted }, 27, 0.05));
    expect(expected).toBeLessThan(110);
    const later = counts.with(34, 9999);
    expect(forecastVolume({ counts: later, seasons }, 20, 0.05)).toEqual(
      forecastVolume({ counts, seasons }, 20, 0.05),
    );
  });

  it("is undetermined with too short a history, and refuses windows that are not there", () => {
    expect(forecastVolume({ counts }, 4, 0.05)).toMatchObject({ reason: "too-few" });
    expect(forecastVolume({ counts, seasons: seasons.with(34, 99) }, 34, 0.05)).toMatchObject({
      reason: "too-few",
    });
    expect(() => forecastVolume({ counts }, 35, 0.05)).toThrow(/window 35 was asked of 35/);
    expect(() => forecastVolume({ counts: Float64Array.of(-1) }, 0, 0.05)).toThrow(/counts\[0\] is -1/);
    expect(() => forecastVolume({ counts, seasons: new Int32Array(3) }, 9, 0.05)).toThrow(/seasons has 3/);
  });

  it("finds nothing odd in a history without rows", () => {
    const silent = value(forecastVolume({ counts: new Float64Array(10) }, 9, 0.05));
    expect(silent).toMatchObject({ count: 0, expected: 0, low: 0, logPValue: 0 });
    expect(Number.isFinite(silent.high)).toBe(true);
  });
});

describe("measureStaleness", () => {
  it("is sure after one silent weekday and not after a silent night that is always silent", () => {
    const stopped = value(measureStaleness({ counts: counts.with(34, 0).with(33, 0).with(32, 0), seasons }));
    expect(stopped).toMatchObject({ lastFilled: 31, silentWindows: 3 });
    expect(stopped.logPValue).toBeLessThan(Math.log(1e-12));
    const nights = Float64Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 500 : 0));
    const parity = Int32Array.from({ length: 40 }, (_, i) => i % 2);
    expect(measureStaleness({ counts: nights, seasons: parity })).toMatchObject({
      silentWindows: 1,
      logPValue: 0,
    });
  });

  it("is nothing while rows arrive, and unknown where none ever did", () => {
    expect(measureStaleness({ counts, seasons })).toMatchObject({
      silentWindows: 0,
      expected: 0,
      logPValue: 0,
    });
    expect(measureStaleness({ counts: new Float64Array(20) })).toMatchObject({ reason: "too-few" });
  });
});
