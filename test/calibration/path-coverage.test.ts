import {
  boundedMeanConfidenceSequence,
  createNumericDistribution,
  quantileBands,
} from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { drawCounts, mostAlarms } from "./counts.js";
import { createRandom } from "./random.js";

const ALPHAS = [0.1, 0.05, 0.01] as const;

interface Interval {
  readonly low: number;
  readonly high: number;
}

/** In how many of `runs` an interval that is read after every window ever misses the truth: at most alpha of them. */
function expectCoverage(
  runs: number,
  run: () => (alpha: number) => Iterable<{ readonly interval: Interval; readonly truth: number }>,
): void {
  const misses = ALPHAS.map(() => 0);
  for (let at = 0; at < runs; at++) {
    const pathAt = run();
    ALPHAS.forEach((alpha, level) => {
      for (const { interval, truth } of pathAt(alpha)) {
        if (truth >= interval.low && truth <= interval.high) continue;
        misses[level] = misses[level]! + 1;
        break;
      }
    });
  }
  ALPHAS.forEach((alpha, level) => {
    expect(misses[level], `misses at ${alpha}`).toBeLessThanOrEqual(mostAlarms(runs, alpha));
  });
}

describe("quantiles, read after every window", () => {
  it("miss at no quantile and no window in all but α of runs", () => {
    const random = createRandom(21);
    const shares = Array.from({ length: 40 }, () => 1 / 40);
    const bounds = Float64Array.from({ length: 39 }, (_, k) => (k + 1) / 40);
    const probabilities = [0.05, 0.25, 0.5, 0.9, 0.99];
    expectCoverage(150, () => {
      const counts = new Float64Array(40);
      const looks = Array.from({ length: 8 }, () => {
        drawCounts(random, 200, shares).forEach((count, k) => (counts[k] = counts[k]! + count));
        return createNumericDistribution({ bounds, counts: counts.slice() });
      });
      return function* (alpha) {
        for (const look of looks) {
          const bands = quantileBands(look, probabilities, { alpha, firstAt: 200 });
          for (const [at, interval] of bands.entries()) {
            if (interval.kind === "value") yield { interval, truth: probabilities[at]! };
          }
        }
      };
    });
  });
});

describe("bounded window means, read after every window", () => {
  it("miss at no window in all but α of runs", () => {
    const random = createRandom(22);
    expectCoverage(300, () => {
      const means = Float64Array.from({ length: 120 }, () => (random() < 0.2 ? 0.8 : 0.3 * random()));
      return function* (alpha) {
        const { low, high } = boundedMeanConfidenceSequence({ means, lowest: 0, highest: 1, alpha });
        for (let window = 0; window < means.length; window++) {
          yield { interval: { low: low[window]!, high: high[window]! }, truth: 0.2 * 0.8 + 0.8 * 0.15 };
        }
      };
    });
  });
});
