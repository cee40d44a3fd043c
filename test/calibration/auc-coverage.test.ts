import { aucOfCounts, samplingIntervalOf } from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { drawCounts, leastAlarms, mostAlarms } from "./counts.js";
import { createRandom } from "./random.js";

const RUNS = 2000;
const ALPHAS = [0.1, 0.05, 0.01] as const;

interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Runs whose interval misses `truth`, for each alpha; every run makes its intervals from one sample. */
function countMisses(truth: number, run: () => (alpha: number) => Interval): readonly number[] {
  const misses = ALPHAS.map(() => 0);
  for (let at = 0; at < RUNS; at++) {
    const intervalAt = run();
    ALPHAS.forEach((alpha, level) => {
      const { low, high } = intervalAt(alpha);
      if (truth < low || truth > high) misses[level] = misses[level]! + 1;
    });
  }
  return misses;
}

/** As often wrong as stated: neither more nor, which would waste data, less. */
function expectStated(misses: readonly number[]): void {
  ALPHAS.forEach((alpha, level) => {
    expect(misses[level], `misses at ${alpha}`).toBeLessThanOrEqual(mostAlarms(RUNS, alpha));
    expect(misses[level], `misses at ${alpha}`).toBeGreaterThanOrEqual(leastAlarms(RUNS, alpha));
  });
}

/** No interval covers nothing. */
const NOTHING: Interval = { low: Infinity, high: -Infinity };

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

describe("the interval of an AUC", () => {
  const positive = [1, 2, 3, 5, 8, 13, 16, 14];
  const negative = [10, 14, 15, 12, 9, 6, 3, 1];

  /** Of the law itself, ties half. */
  function trueAuc(): number {
    let wins = 0;
    positive.forEach((p, i) =>
      negative.forEach((q, j) => {
        wins += p * q * (i > j ? 1 : i === j ? 0.5 : 0);
      }),
    );
    return wins / (sumOf(positive) * sumOf(negative));
  }

  it.each([
    [300, 300],
    [80, 900],
  ])("misses as often as stated, %d positives and %d negatives", (positives, negatives) => {
    const random = createRandom(positives);
    const misses = countMisses(trueAuc(), () => {
      const auc = aucOfCounts(
        drawCounts(random, positives, positive),
        drawCounts(random, negatives, negative),
      );
      if (auc === null) throw new Error("both classes have rows");
      return (alpha) => samplingIntervalOf(auc, { alpha, designEffect: 1 }) ?? NOTHING;
    });
    expectStated(misses);
  });
});
