import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createModelwatch, defineModel, numeric, probability } from "../index.js";
import { bySeries, collectPoints, totalOf, type CollectedPoint } from "../testing/collected-points.js";

const SIZE = 300;
const NAMES = Array.from({ length: SIZE }, (_name, index) => `feature_${index}`);
const ROW = { score: 0.5, features: Object.fromEntries(NAMES.map((name) => [name, 1])) };

// every look at the time is a millisecond later than the last, so that a collection takes several slices on any machine
beforeEach(() => {
  let nowMs = 0;
  vi.spyOn(performance, "now").mockImplementation(() => nowMs++);
});
afterEach(() => vi.restoreAllMocks());

/** A model whose collection takes several slices of time. */
function startLarge() {
  const clock = { nowMs: Date.UTC(2013, 3, 1) };
  const modelwatch = createModelwatch({ clock: () => (clock.nowMs += 60_000), maxSeries: 10 * SIZE });
  const features = Object.fromEntries(NAMES.map((name) => [name, numeric({ bounds: [0, 1, 2], min: 0 })]));
  const watch = modelwatch.watch(
    defineModel({ name: "wide", version: "1", prediction: probability(), features }),
  );
  return { modelwatch, predict: () => watch.predict(ROW) };
}

const METRIC = "ml.feature.value";

it.each(["delta", "cumulative"] as const)(
  "a %s collection lets other work go on, and what is predicted meanwhile is counted once",
  async (temporality) => {
    const { modelwatch, predict } = startLarge();
    const producer = modelwatch.createProducer({ temporality });
    predict();
    let isCollecting = true;
    let turns = 0;
    const work = (): void => {
      predict();
      turns++;
      if (isCollecting) setImmediate(work);
    };
    setImmediate(work);
    const points: CollectedPoint[] = await collectPoints(producer);
    isCollecting = false;
    await new Promise((resolve) => setImmediate(resolve));
    expect(turns).toBeGreaterThan(1);
    points.push(...(await collectPoints(producer)));
    expect(totalOf(points, METRIC)).toBe((1 + turns) * SIZE);
  },
);

it.each(["delta", "cumulative"] as const)(
  "overlapping %s collections follow each other",
  async (temporality) => {
    const { modelwatch, predict } = startLarge();
    const producer = modelwatch.createProducer({ temporality });
    predict();
    const [first, second] = await Promise.all([collectPoints(producer), collectPoints(producer)]);
    expect(totalOf([...first, ...second], METRIC)).toBe(SIZE);
    for (const series of bySeries([...first, ...second])) {
      const times = series.map((point) => point.timeMs);
      expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    }
  },
);

it("a producer for scraped readers gives one point of each series: zero first, the counts with the next collection", async () => {
  const { modelwatch, predict } = startLarge();
  const producer = modelwatch.createProducer({ temporality: "cumulative", firstPoints: "next-collection" });
  predict();
  const [zeros, counts] = [await collectPoints(producer), await collectPoints(producer)];
  for (const points of [zeros, counts]) {
    expect(bySeries(points).filter((series) => series.length > 1)).toEqual([]);
  }
  expect(totalOf(zeros, METRIC)).toBe(0);
  expect(totalOf(counts, METRIC)).toBe(SIZE);
  expect(counts.length).toBe(zeros.length);
  expect(counts.every(({ startMs, timeMs }) => startMs < timeMs)).toBe(true);
});
