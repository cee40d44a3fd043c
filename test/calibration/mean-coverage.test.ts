import {
  boundedMeanConfidenceSequence,
  meanConfidenceSequence,
  type ConfidenceSequence,
} from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { mostAlarms } from "./counts.js";
import { createRandom, drawNormal } from "./random.js";

const ALPHA = 0.05;

/** Whether the interval ever misses the truth, at any window. */
function misses({ low, high, firstKnown }: ConfidenceSequence, truth: number): boolean {
  for (let window = firstKnown; window < low.length; window++) {
    if (truth < (low[window] ?? -Infinity) || truth > (high[window] ?? Infinity)) return true;
  }
  return false;
}

function countMisses(runs: number, run: () => boolean): number {
  return Array.from({ length: runs }, run).filter(Boolean).length;
}

interface Sums {
  readonly counts: Float64Array;
  readonly sums: Float64Array;
  readonly sumsOfSquares: Float64Array;
}

/** Skewed values of mean 1 in windows of changing size; `groupSize` rows of an entity are equal. */
function drawSums(random: () => number, windows: number, groupSize: number): Sums {
  const counts = new Float64Array(windows);
  const sums = new Float64Array(windows);
  const sumsOfSquares = new Float64Array(windows);
  for (let window = 0; window < windows; window++) {
    const groups = 20 + Math.floor(60 * random());
    let sum = 0;
    let squares = 0;
    for (let group = 0; group < groups; group++) {
      const x = -Math.log(1 - random());
      sum += groupSize * x;
      squares += groupSize * x * x;
    }
    counts[window] = groups * groupSize;
    sums[window] = sum;
    sumsOfSquares[window] = squares;
  }
  return { counts, sums, sumsOfSquares };
}

describe("the asymptotic confidence sequence of a mean", () => {
  const RUNS = 400;

  it.each(["row", "window"] as const)("covers the truth at all of 150 windows at once, unit %s", (unit) => {
    const random = createRandom(unit.length);
    const missed = countMisses(RUNS, () => {
      const sequence = meanConfidenceSequence({ ...drawSums(random, 150, 1), alpha: ALPHA, unit });
      return misses(sequence, 1);
    });
    expect(missed).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
  });

  it("covers groups of five equal rows by windows, and misses them by rows, as documented", () => {
    const random = createRandom(11);
    const data = Array.from({ length: 200 }, () => drawSums(random, 150, 5));
    const missed = (unit: "row" | "window"): number =>
      data.filter((sums) => misses(meanConfidenceSequence({ ...sums, alpha: ALPHA, unit }), 1)).length;
    expect(missed("window")).toBeLessThanOrEqual(mostAlarms(200, ALPHA));
    expect(missed("row")).toBeGreaterThan(mostAlarms(200, ALPHA));
  });

  it("narrows: after 150 windows to less than a third of its width after 10", () => {
    const { low, high } = meanConfidenceSequence({
      ...drawSums(createRandom(12), 150, 1),
      alpha: ALPHA,
      unit: "window",
    });
    const width = (window: number): number => (high[window] ?? Infinity) - (low[window] ?? -Infinity);
    expect(width(149)).toBeLessThan(width(9) / 3);
  });
});

function boundedWidth(means: Float64Array): number {
  const { low, high } = boundedMeanConfidenceSequence({ means, lowest: 0, highest: 1, alpha: ALPHA });
  return (high.at(-1) ?? Infinity) - (low.at(-1) ?? -Infinity);
}

describe("the confidence sequence of bounded window means", () => {
  it("covers the truth at every window from the first on, whatever happens inside windows", () => {
    const random = createRandom(13);
    const runs = 400;
    const missed = countMisses(runs, () => {
      // a whole window shares one level: rows inside it are nothing like independent
      const means = Float64Array.from({ length: 200 }, () => (random() < 0.3 ? 0.9 : 0.1));
      return misses(boundedMeanConfidenceSequence({ means, lowest: 0, highest: 1, alpha: ALPHA }), 0.34);
    });
    expect(missed).toBeLessThanOrEqual(mostAlarms(runs, ALPHA));
  });

  it("adapts to a small variance: tighter than half the width that a coin would need", () => {
    const random = createRandom(14);
    const quiet = Float64Array.from(
      { length: 200 },
      () => 0.5 + 0.02 * Math.max(-3, Math.min(3, drawNormal(random))),
    );
    const coin = Float64Array.from({ length: 200 }, () => (random() < 0.5 ? 1 : 0));
    expect(boundedWidth(quiet)).toBeLessThan(boundedWidth(coin) / 2);
  });
});
