import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundedMeanConfidenceSequence } from "./bounded-mean-confidence-sequence.js";
import { averageDetectors, rankCulprits } from "./combine-detectors.js";
import { estimateOverdispersion } from "./estimate-overdispersion.js";
import { asymptoticHalfWidth } from "./half-width.js";
import { knownSharesEvidence } from "./known-shares-evidence.js";
import { meanConfidenceSequence } from "./mean-confidence-sequence.js";
import { smallestRevealableDrift } from "./smallest-revealable-drift.js";
import { twoArmEvidence } from "./two-arm-evidence.js";

const SEED = { seed: 360, numRuns: 200 };
const logs = fc.array(fc.double({ min: -50, max: 900, noNaN: true }), { minLength: 1, maxLength: 12 });

describe("members of a monitor", () => {
  it("average between their least and their greatest, however large e^M is", () => {
    fc.assert(
      fc.property(logs, (members) => {
        const average = averageDetectors(members.map((log) => Float64Array.of(log)))[0]!;
        expect(average).toBeGreaterThanOrEqual(Math.max(...members) - Math.log(members.length) - 1e-9);
        expect(average).toBeLessThanOrEqual(Math.max(...members) + 1e-9);
      }),
      SEED,
    );
  });

  it("stay at −∞ where none has evidence", () => {
    expect(averageDetectors([Float64Array.of(-Infinity), Float64Array.of(-Infinity)])[0]).toBe(-Infinity);
  });

  it("must cover the same windows", () => {
    expect(() => averageDetectors([])).toThrow(/no windows/u);
    expect(() => averageDetectors([new Float64Array(2), new Float64Array(3)])).toThrow(/2, 3 windows/u);
  });

  it("are named strongest first: those with M_(k) ≥ K·A/k, else the largest alone", () => {
    const logThreshold = Math.log(90);
    // K·A = 360; M_(2) ≥ 180 and M_(3) ≥ 120 hold, M_(4) ≥ 90 does not
    const logDetectors = [5, 500, 130, 200].map((m) => Math.log(m));
    expect(rankCulprits({ logDetectors, logThreshold })).toEqual([1, 3, 2]);
    expect(rankCulprits({ logDetectors: [1, 3, 2].map(Math.log), logThreshold })).toEqual([1]);
    expect(rankCulprits({ logDetectors: [], logThreshold })).toEqual([]);
  });
});

describe("two arms", () => {
  const base = { windows: 2, strata: 1, cells: 2 };

  it("say nothing in the first window, and then what the predicted shares are worth", () => {
    const armA = Float64Array.of(30, 70, 30, 70);
    const armB = Float64Array.of(70, 30, 70, 30);
    const { logEvidence } = twoArmEvidence({ ...base, armA, armB });
    expect(logEvidence[0]).toBeCloseTo(0, 12);
    // by hand: pooled ½; with shrinkage c the predictions are (30 + c/2)/(100 + c) and its mirror, and p = ½
    const mean = [30, 300, 3000, 30_000]
      .map((c) => {
        const a = (30 + c / 2) / (100 + c);
        return 0.5 + 0.5 * Math.exp(60 * Math.log(2 * a) + 140 * Math.log(2 * (1 - a)));
      })
      .reduce((sum, each) => sum + each / 4, 0);
    expect(logEvidence[1]).toBeCloseTo(Math.log(mean), 9);
  });

  it("are interchangeable", () => {
    const counts = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const shape = { windows: 4, strata: 2, cells: 3 };
        const [armA, armB] = [Float64Array.from(a), Float64Array.from(b)];
        const first = twoArmEvidence({ ...shape, armA, armB }).logEvidence;
        const second = twoArmEvidence({ ...shape, armA: armB, armB: armA }).logEvidence;
        first.forEach((log, window) => expect(log).toBeCloseTo(second[window]!, 9));
      }),
      SEED,
    );
  });

  it("say nothing where one of them is empty", () => {
    const armA = Float64Array.of(30, 70, 30, 70);
    const { logEvidence } = twoArmEvidence({ ...base, armA, armB: new Float64Array(4) });
    expect(Array.from(logEvidence, (log) => Math.abs(log) < 1e-12)).toEqual([true, true]);
    expect(() => twoArmEvidence({ ...base, armA, armB: new Float64Array(3) })).toThrow(/4 and 3 counts/u);
  });
});

describe("confidence sequences", () => {
  it("have the half width that the theorem states, tightest near the chosen size", () => {
    // at t = 100, ρ² = 1, α = .05, σ² = 4: √(4·2·101·ln(√101/.05)/100²)
    const logAlpha = -2 * Math.log(0.05);
    const optimalAt = logAlpha + Math.log(logAlpha) + 1;
    const half = asymptoticHalfWidth({ variance: 4, units: 100, alpha: 0.05, optimalAt });
    expect(half).toBeCloseTo(Math.sqrt((8 * 101 * Math.log(Math.sqrt(101) / 0.05)) / 10_000), 12);
    const widths = [200, 20, 20_000].map((chosen) =>
      asymptoticHalfWidth({ variance: 1, units: 200, alpha: 0.05, optimalAt: chosen }),
    );
    expect(Math.min(...widths)).toBe(widths[0]);
    expect(asymptoticHalfWidth({ variance: 1, units: 0, alpha: 0.05, optimalAt: 1 })).toBe(Infinity);
  });

  it("keep silent before five units, and where nothing varies", () => {
    const counts = new Float64Array(8).fill(10);
    const sums = Float64Array.of(10, 11, 9, 10, 12, 10, 11, 9);
    const sequence = meanConfidenceSequence({ counts, sums, alpha: 0.05, unit: "window" });
    expect(sequence.firstKnown).toBe(4);
    expect(sequence.low[3]).toBe(-Infinity);
    expect(sequence.estimate[7]).toBeCloseTo(82 / 80, 12);
    const constant = meanConfidenceSequence({ counts, sums: counts, alpha: 0.05, unit: "window" });
    expect(constant.firstKnown).toBe(8);
  });

  it("pass empty windows by", () => {
    const with0 = meanConfidenceSequence({
      counts: Float64Array.of(10, 0, 10, 10, 10, 10),
      sums: Float64Array.of(10, 0, 11, 9, 12, 13),
      alpha: 0.05,
      unit: "window",
    });
    const without = meanConfidenceSequence({
      counts: Float64Array.of(10, 10, 10, 10, 10),
      sums: Float64Array.of(10, 11, 9, 12, 13),
      alpha: 0.05,
      unit: "window",
    });
    expect(with0.high[5]).toBe(without.high[4]);
  });

  it("refuse what they cannot use", () => {
    const counts = Float64Array.of(1);
    const sums = Float64Array.of(1);
    expect(() => meanConfidenceSequence({ counts, sums, alpha: 0.05, unit: "row" })).toThrow(
      /sums of squares/u,
    );
    expect(() => meanConfidenceSequence({ counts, sums, alpha: 1, unit: "window" })).toThrow(/alpha is 1/u);
    const bounded = { means: Float64Array.of(2), lowest: 0, highest: 1, alpha: 0.05 };
    expect(() => boundedMeanConfidenceSequence(bounded)).toThrow(/means\[0\] is 2/u);
  });

  it("of bounded means follow the theorem by hand: the first bets are capped at ½", () => {
    // after x, y: centre (x + y)/2, half width (ln(2/α) + ((x − ½)² + (y − μ₁)²)(ln 2 − ½))/(½ + ½), μ₁ = (½ + x)/2
    const [x, y] = [0.9, 0.8];
    const { low } = boundedMeanConfidenceSequence({
      means: Float64Array.of(x, y, ...new Array<number>(58).fill(0.85)),
      lowest: 0,
      highest: 1,
      alpha: 0.9,
    });
    const penalty = ((x - 0.5) ** 2 + (y - (0.5 + x) / 2) ** 2) * (Math.LN2 - 0.5);
    expect(low[1]).toBeCloseTo((x + y) / 2 - Math.log(2 / 0.9) - penalty, 12);
  });

  it("of bounded means are the same on any scale and never widen", () => {
    const unit = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(unit, (raw) => {
        const means = Float64Array.from(raw);
        const plain = boundedMeanConfidenceSequence({ means, lowest: 0, highest: 1, alpha: 0.05 });
        const scaled = boundedMeanConfidenceSequence({
          means: means.map((mean) => 10 * mean - 4),
          lowest: -4,
          highest: 6,
          alpha: 0.05,
        });
        plain.low.forEach((low, index) => {
          expect(scaled.low[index]).toBeCloseTo(10 * low - 4, 8);
          expect(low).toBeGreaterThanOrEqual(plain.low[index - 1] ?? 0);
        });
      }),
      SEED,
    );
  });
});

describe("known shares", () => {
  it("refuse shares that are none", () => {
    const counts = Float64Array.of(1, 2);
    expect(() => knownSharesEvidence({ shares: [0.5, 0.6], counts })).toThrow(/sum to 1/u);
    expect(() => knownSharesEvidence({ shares: [1, 0], counts })).toThrow(/numbers > 0/u);
  });
});

describe("overdispersion", () => {
  it("is not estimated from too few windows, or from one cell", () => {
    const few = estimateOverdispersion({ counts: new Float64Array(19 * 2).fill(50), cells: 2 });
    expect(few).toEqual({ kind: "undetermined", reason: "too-few", windowsNeeded: 20 });
    const one = estimateOverdispersion({
      counts: Float64Array.from({ length: 60 }, (_, k) => (k % 2 === 0 ? 50 : 0)),
      cells: 2,
    });
    expect(one).toMatchObject({ kind: "undetermined", reason: "one-cell" });
  });

  it("does not count windows without values", () => {
    const counts = new Float64Array(100 * 2);
    counts.fill(50, 0, 19 * 2);
    expect(estimateOverdispersion({ counts, cells: 2 })).toMatchObject({ reason: "too-few" });
  });

  it("is 1 for windows that are more alike than chance makes them", () => {
    const estimate = estimateOverdispersion({ counts: new Float64Array(60 * 2).fill(50), cells: 2 });
    expect(estimate).toMatchObject({ kind: "value", overdispersion: 1, lags: 0 });
  });
});

describe("the smallest drift that a reference can reveal", () => {
  it("shrinks with the root of its size and grows by the tolerance", () => {
    const base = { referenceCount: 1000, cells: 10, delta: 0.01, hellingerTolerance: 0, overdispersion: 1 };
    const plain = smallestRevealableDrift(base);
    expect(smallestRevealableDrift({ ...base, referenceCount: 4000 })).toBeCloseTo(plain / 2, 12);
    expect(smallestRevealableDrift({ ...base, hellingerTolerance: 0.05 })).toBeCloseTo(plain + 0.05, 12);
    expect(smallestRevealableDrift({ ...base, overdispersion: 4 })).toBeCloseTo(plain * 2, 12);
  });
});
