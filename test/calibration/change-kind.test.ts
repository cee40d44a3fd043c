import {
  createCategoricalDistribution,
  createNumericDistribution,
  distributionFromValues,
  kindOfChange,
  type ChangeKind,
  type Distribution,
  type KindOptions,
  type NumericDistribution,
} from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { drawCounts, mostAlarms } from "./counts.js";
import { createRandom, drawNormal } from "./random.js";

const RUNS = 60;
const ROWS = 20_000;
const ALPHA = 0.01;

/** Bounds a quarter of a standard deviation apart over both sides of any change here. */
const BOUNDS = Array.from({ length: 41 }, (_, i) => -5 + 0.25 * i);

function draw(bounds: readonly number[], value: () => number): NumericDistribution {
  const values = Array.from({ length: ROWS }, value);
  const { counts } = distributionFromValues(values, bounds);
  const sum = values.reduce((total, x) => total + x, 0);
  const sumOfSquares = values.reduce((total, x) => total + x * x, 0);
  return createNumericDistribution({ bounds, counts, sum, sumOfSquares });
}

function kinds(pair: () => readonly [Distribution, Distribution], options: Partial<KindOptions> = {}) {
  const told = new Map<string, number>();
  const answers: ChangeKind[] = [];
  for (let i = 0; i < RUNS; i++) {
    const [before, after] = pair();
    const kind = kindOfChange(before, after, { alpha: ALPHA, ...options });
    if (kind.kind === "undetermined") throw new Error(kind.reason);
    const name = kind.change ?? "undetermined";
    told.set(name, (told.get(name) ?? 0) + 1);
    answers.push(kind);
  }
  return { told: Object.fromEntries(told), answers };
}

/** A kind is rejected at alpha where it is true; buckets allow for more, so it is told at least this often. */
const LEAST_TOLD = RUNS - mostAlarms(RUNS, 3 * ALPHA);

describe("the kind of a change", () => {
  it("is a shift where every value moved alike", () => {
    const random = createRandom(1);
    for (const shift of [0.1, 0.6]) {
      const { told } = kinds(() => [
        draw(BOUNDS, () => drawNormal(random)),
        draw(BOUNDS, () => drawNormal(random) + shift),
      ]);
      expect(told["shift"] ?? 0, `shift ${shift}`).toBeGreaterThanOrEqual(LEAST_TOLD);
    }
  });

  it("is a scale where values spread around the same centre", () => {
    const random = createRandom(2);
    const { told } = kinds(() => [
      draw(BOUNDS, () => drawNormal(random)),
      draw(BOUNDS, () => 1.3 * drawNormal(random)),
    ]);
    expect(told["scale"] ?? 0).toBeGreaterThanOrEqual(LEAST_TOLD);
  });

  it("is a unit change from °F to °C, with the map that people know", () => {
    const random = createRandom(3);
    const bounds = Array.from({ length: 61 }, (_, i) => -20 + 2 * i);
    const { told, answers } = kinds(() => [
      draw(bounds, () => 60 + 12 * drawNormal(random)),
      draw(bounds, () => ((60 + 12 * drawNormal(random) - 32) * 5) / 9),
    ]);
    expect(told["unit-change"] ?? 0).toBeGreaterThanOrEqual(LEAST_TOLD);
    const covered = answers.filter(({ map }) => {
      if (map === null) return false;
      const { slope, intercept } = map;
      const inside = slope.low <= 5 / 9 && slope.high >= 5 / 9;
      return inside && intercept.low <= -160 / 9 && intercept.high >= -160 / 9;
    });
    expect(RUNS - covered.length).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
    const named = answers.filter(({ map }) => map?.known.includes("°F → °C"));
    expect(named).toHaveLength(covered.length);
  });

  it("is a unit change from cents to dollars on skewed amounts", () => {
    const random = createRandom(4);
    const bounds = Array.from({ length: 80 }, (_, i) => 0.5 * 1.15 ** i);
    const amount = () => 4000 * Math.exp(0.8 * drawNormal(random));
    const { told, answers } = kinds(() => [draw(bounds, amount), draw(bounds, () => amount() / 100)]);
    expect(told["unit-change"] ?? 0).toBeGreaterThanOrEqual(LEAST_TOLD);
    expect(answers[0]?.map?.known.join()).toContain("cents → dollars");
  });

  it("is a tail where a twentieth of the rows went far out", () => {
    const random = createRandom(5);
    const { told } = kinds(() => [
      draw(BOUNDS, () => drawNormal(random)),
      draw(BOUNDS, () => (random() < 0.05 ? 3 + random() : drawNormal(random))),
    ]);
    expect(told["tail"] ?? 0).toBeGreaterThanOrEqual(LEAST_TOLD);
  });

  it("is the threshold where rows crossed it and nothing else changed", () => {
    const random = createRandom(6);
    const bounds = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
    const { told } = kinds(
      () => [
        draw(bounds, () => random() ** 2),
        draw(bounds, () => (random() < 0.4 ? 0.5 + 0.5 * random() ** 1.3 : 0.5 * random())),
      ],
      { threshold: { low: 0.5, high: 0.5 } },
    );
    expect(told["shape"] ?? 0).toBeGreaterThanOrEqual(LEAST_TOLD);
    const score = () => random() ** 2;
    const above = (): number => {
      const drawn = score();
      return drawn > 0.5 ? drawn : above();
    };
    const crossed = (): number => {
      const drawn = score();
      return drawn <= 0.5 && random() < 0.1 ? above() : drawn;
    };
    const moved = kinds(() => [draw(bounds, score), draw(bounds, crossed)], {
      threshold: { low: 0.5, high: 0.5 },
    });
    expect(moved.told["threshold"] ?? 0).toBeGreaterThanOrEqual(LEAST_TOLD);
  });

  it("is the shape where two groups moved apart", () => {
    const random = createRandom(7);
    const { told } = kinds(() => [
      draw(BOUNDS, () => drawNormal(random)),
      draw(BOUNDS, () => 0.6 * drawNormal(random) + (random() < 0.3 ? -1.5 : 0.8)),
    ]);
    expect(told["shape"] ?? 0).toBe(RUNS);
  });

  it("is a new or a lost category, though it was always rare", () => {
    const random = createRandom(8);
    const categories = ["a", "b", "c", "d"];
    const side = (shares: readonly number[]) =>
      createCategoricalDistribution({ categories, counts: drawCounts(random, ROWS, shares) });
    const few = [0.5, 0.3, 0.199, 0.001];
    const many = [...few.slice(0, 3).map((share) => (0.95 * share) / 0.999), 0.05];
    const fresh = kinds(() => [side(few), side(many)]);
    expect(fresh.told["new-category"] ?? 0).toBeGreaterThanOrEqual(LEAST_TOLD);
    expect(fresh.answers[0]?.categories).toEqual(["d"]);
    expect(kinds(() => [side(many), side(few)]).told["lost-category"] ?? 0).toBeGreaterThanOrEqual(
      LEAST_TOLD,
    );
  });

  it("is told by nobody where buckets are too coarse", () => {
    const random = createRandom(9);
    const { told } = kinds(() => [
      draw([0], () => drawNormal(random)),
      draw([0], () => drawNormal(random) + 0.5),
    ]);
    expect(told).toEqual({ undetermined: RUNS });
  });
});
