import { describe, expect, it } from "vitest";
import { createRandomSource } from "./fixtures/draw-windows.js";
import { SeasonalBaseline } from "./seasonal-baseline.js";

const WIDTHS = [5, 60] as const;

interface Place {
  readonly hour: number;
  readonly offset: number;
  readonly day: number;
}

function placesOf(minutes: number, days: number): Place[] {
  return Array.from({ length: (days * 1440) / minutes }, (_, window) => {
    const hours = ((window + 0.5) * minutes) / 60;
    const hour = Math.floor(hours);
    return { hour: hour % 24, offset: hours - hour - 0.5, day: (1 + Math.floor(hours / 24)) % 7 };
  });
}

function learn(minutes: number, days: number, valueOf: (place: Place) => number): SeasonalBaseline {
  const baseline = new SeasonalBaseline(minutes / 1440);
  for (const place of placesOf(minutes, days)) {
    baseline.learn(valueOf(place), place.hour, place.day);
  }
  baseline.settle();
  return baseline;
}

function worstError(minutes: number, baseline: SeasonalBaseline, truth: (place: Place) => number): number {
  const errors = placesOf(minutes, 7).map((place) =>
    Math.abs(baseline.at(place.hour, place.day, place.offset) - truth(place)),
  );
  return Math.max(...errors);
}

const wave = ({ hour, offset, day }: Place): number =>
  5 + Math.sin((2 * Math.PI * (hour + 0.5 + offset)) / 24) + (day % 6 === 0 ? 0.7 : 0);

const idleWeekend = (place: Place): number => (place.day % 6 === 0 ? 1 : wave(place));

describe("a seasonal baseline", () => {
  it.each(WIDTHS)("learns a daily wave and a weekend level in two weeks of %d-minute windows", (minutes) => {
    const random = createRandomSource(1);
    const noisy = learn(minutes, 14, (place) => wave(place) + 0.1 * random.normal());
    expect(worstError(minutes, noisy, wave)).toBeLessThan(0.2);
    expect(worstError(minutes, learn(minutes, 14, wave), wave)).toBeLessThan(0.01);
  });

  it("learns that weekends have a form of their own where days agree on it", () => {
    expect(worstError(60, learn(60, 28, idleWeekend), idleWeekend)).toBeLessThan(0.05);
  });

  it("finds no season in noise", () => {
    const random = createRandomSource(2);
    const baseline = learn(60, 14, () => random.normal());
    const seen = placesOf(60, 7).map(({ hour, day, offset }) => baseline.at(hour, day, offset));
    const squares = seen.reduce((sum, value) => sum + value * value, 0) / seen.length;
    // without shrinkage hour means of ten and four days would show .1 to .25
    expect(squares).toBeLessThan(0.03);
  });

  it("expects nothing of a type of day that it has not seen", () => {
    const baseline = learn(60, 3, wave);
    expect(baseline.at(12, 3, 0)).toBeCloseTo(wave({ hour: 12, offset: 0, day: 3 }), 1);
    expect(baseline.at(12, 6, 0)).toBeNaN();
  });

  it("does not use a day before it has ended", () => {
    const baseline = learn(60, 7, wave);
    const before = baseline.at(9, 1, 0);
    for (let hour = 0; hour < 20; hour++) baseline.learn(1000, hour, 1);
    expect(baseline.at(9, 1, 0)).toBe(before);
  });
});
