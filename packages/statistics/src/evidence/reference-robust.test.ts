import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hellingerReach } from "./hellinger-plausible-references.js";
import { createHellingerPlausibleReferences } from "./hellinger-plausible-references.js";
import { createKlPlausibleReferences } from "./kl-plausible-references.js";
import { mergeSparseCells } from "./merge-sparse-cells.js";
import { referenceRobustDetector } from "./reference-robust-detector.js";
import { referenceRobustEvidence } from "./reference-robust-evidence.js";

const SEED = { seed: 1901, numRuns: 300 };
const cells = fc.integer({ min: 2, max: 8 });
const countsOf = (size: number, min: number) =>
  fc
    .array(fc.integer({ min, max: 3000 }), { minLength: size, maxLength: size })
    .map((c) => Float64Array.from(c));
const triple = cells.chain((size) =>
  fc.tuple(
    countsOf(size, 5),
    countsOf(size, 0).filter((c) => total(c) > 0),
    fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: size, maxLength: size }),
  ),
);

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function logLikelihood(s: Float64Array, theta: Float64Array): number {
  return s.reduce((sum, count, k) => sum + (count > 0 ? count * Math.log(theta[k]!) : 0), 0);
}

/** A point on the way from r̂ to any distribution, pulled back until `inside` holds. */
function pullInside(r: Float64Array, weights: readonly number[], inside: (theta: Float64Array) => boolean) {
  const n0 = total(r);
  const sum = weights.reduce((a, b) => a + b, 0);
  for (let step = 1; step > 1e-9; step *= 0.8) {
    const theta = r.map((count, k) => (1 - step) * (count / n0) + (step * weights[k]!) / sum);
    if (inside(theta)) return theta;
  }
  return r.map((count) => count / n0);
}

describe("the best plausible reference", () => {
  it("is at least as likely as any distribution in the likelihood region", () => {
    fc.assert(
      fc.property(triple, fc.double({ min: 0.5, max: 40, noNaN: true }), ([r, s, weights], radius) => {
        const n0 = total(r);
        const bound = createKlPlausibleReferences(r, radius, 1).logLikelihood(s, total(s), 0);
        const theta = pullInside(r, weights, (t) => {
          return r.reduce((sum, count, k) => sum + count * Math.log(count / n0 / t[k]!), 0) <= radius;
        });
        expect(bound).toBeGreaterThanOrEqual(logLikelihood(s, theta) - 1e-6);
      }),
      SEED,
    );
  });

  it("is at least as likely as any distribution in the Hellinger ball", () => {
    fc.assert(
      fc.property(triple, fc.double({ min: 0.01, max: 0.5, noNaN: true }), ([r, s, weights], radius) => {
        const n0 = total(r);
        const bound = createHellingerPlausibleReferences(r, radius, 1).logLikelihood(s, total(s), 0);
        const theta = pullInside(r, weights, (t) => {
          const affinity = r.reduce((sum, count, k) => sum + Math.sqrt((count / n0) * t[k]!), 0);
          return Math.sqrt(Math.max(0, 1 - affinity)) <= radius;
        });
        expect(bound).toBeGreaterThanOrEqual(logLikelihood(s, theta) - 1e-6);
      }),
      SEED,
    );
  });

  it("is the observed shares themselves where these are plausible, and tight at the border in two cells", () => {
    const r = Float64Array.of(500, 500);
    const near = Float64Array.of(51, 49);
    const plausible = createKlPlausibleReferences(r, 3, 1);
    expect(plausible.logLikelihood(near, 100, 0)).toBeCloseTo(51 * Math.log(0.51) + 49 * Math.log(0.49), 9);
    // the border of Σ r ln(r̂/θ) ≤ 3 for two equal cells: 4·θ(1 − θ) = exp(−3/500)
    const theta = (1 + Math.sqrt(1 - Math.exp(-3 / 500))) / 2;
    const expected = 90 * Math.log(theta) + 10 * Math.log(1 - theta);
    expect(plausible.logLikelihood(Float64Array.of(90, 10), 100, 0)).toBeCloseTo(expected, 4);
  });

  it("can be no further in Hellinger distance than the stated reach", () => {
    fc.assert(
      fc.property(triple, fc.double({ min: 0.5, max: 40, noNaN: true }), ([r, , weights], radius) => {
        const n0 = total(r);
        const theta = pullInside(r, weights, (t) => {
          return r.reduce((sum, count, k) => sum + count * Math.log(count / n0 / t[k]!), 0) <= radius;
        });
        const affinity = r.reduce((sum, count, k) => sum + Math.sqrt((count / n0) * theta[k]!), 0);
        const reach = hellingerReach(Math.min(...r) / n0, radius / n0);
        expect(Math.sqrt(Math.max(0, 1 - affinity))).toBeLessThanOrEqual(reach + 1e-9);
      }),
      SEED,
    );
  });
});

describe("sparse cells", () => {
  it("are merged until every group expects enough, dense ones stay alone", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 30 }), (raw) => {
        const reference = Float64Array.from(raw);
        const { groupOf, groups } = mergeSparseCells(reference, 5);
        const sums = new Float64Array(groups);
        const members = new Float64Array(groups);
        reference.forEach((count, cell) => {
          sums[groupOf[cell]!] = sums[groupOf[cell]!]! + count;
          members[groupOf[cell]!] = members[groupOf[cell]!]! + 1;
        });
        expect(total(sums)).toBe(total(reference));
        if (total(reference) >= 5) expect(Math.min(...sums)).toBeGreaterThanOrEqual(5);
        const dense = raw.filter((count) => count >= 5).length;
        if (dense > 1)
          expect(members.filter((count) => count === 1).length).toBeGreaterThanOrEqual(dense - 1);
      }),
      SEED,
    );
  });
});

const options = {
  cells: 2,
  alpha: 0.05,
  delta: 0.01,
  hellingerTolerance: 0,
  overdispersion: 1,
};

describe("reference-robust evidence", () => {
  it("is nothing before there is data, and passes empty windows by", () => {
    const reference = Float64Array.of(500, 500);
    const answer = referenceRobustEvidence({
      ...options,
      reference,
      counts: Float64Array.of(0, 0, 90, 10, 0, 0),
    });
    if (answer.kind !== "value") throw new Error(answer.reason);
    expect(answer.logEvidence[0]).toBe(0);
    expect(answer.logEvidence[1]).toBeGreaterThan(answer.logThreshold);
    expect(answer.logEvidence[2]).toBe(answer.logEvidence[1]);
  });

  it("is weaker with a tolerance, with overdispersion, and with a smaller reference", () => {
    const base = { ...options, reference: Float64Array.of(5000, 5000), counts: Float64Array.of(560, 440) };
    const evidence = (changes: object) => {
      const answer = referenceRobustEvidence({ ...base, ...changes });
      if (answer.kind !== "value") throw new Error(answer.reason);
      return answer.logEvidence[0]!;
    };
    const plain = evidence({});
    expect(plain).toBeGreaterThan(0);
    expect(evidence({ hellingerTolerance: 0.02 })).toBeLessThan(plain);
    expect(evidence({ overdispersion: 5 })).toBeLessThan(plain);
    expect(evidence({ reference: Float64Array.of(500, 500) })).toBeLessThan(plain);
  });

  it("sees a category that the reference never had", () => {
    const answer = referenceRobustEvidence({
      ...options,
      cells: 4,
      reference: Float64Array.of(500, 500, 8, 0),
      counts: Float64Array.of(450, 450, 8, 92),
    });
    expect(answer.kind === "value" && answer.logEvidence[0]! > answer.logThreshold).toBe(true);
  });

  it.each([
    ["empty-reference", Float64Array.of(0, 0)],
    ["too-few", Float64Array.of(3, 4)],
    ["one-cell", Float64Array.of(1000, 0)],
  ])("does not know: %s", (reason, reference) => {
    expect(referenceRobustEvidence({ ...options, reference, counts: Float64Array.of(1, 1) })).toEqual({
      kind: "undetermined",
      reason,
    });
  });

  it.each([
    ["cells is 0", { cells: 0 }],
    ["delta is 0.05", { delta: 0.05 }],
    ["alpha is 1", { alpha: 1 }],
    ["overdispersion is 0.5", { overdispersion: 0.5 }],
    ["hellingerTolerance is -1", { hellingerTolerance: -1 }],
    ["counts has 3", { counts: Float64Array.of(1, 2, 3) }],
  ])("refuses: %s", (problem, change) => {
    const base = { ...options, reference: Float64Array.of(50, 50), counts: Float64Array.of(1, 1) };
    expect(() => referenceRobustEvidence({ ...base, ...change })).toThrow(`[invalid-argument] ${problem}`);
  });
});

describe("the detector", () => {
  it("in its first window is the evidence in days, and finds where the change began", () => {
    const reference = Float64Array.of(5000, 5000);
    const counts = Float64Array.from({ length: 36 }, (_, i) => (i < 24 ? 500 : i % 2 === 0 ? 600 : 400));
    const evidence = referenceRobustEvidence({ ...options, reference, counts });
    const detector = referenceRobustDetector({ ...options, reference, counts, unitDays: 7 });
    if (evidence.kind !== "value" || detector.kind !== "value") throw new Error("undetermined");
    expect(detector.logDetector[0]).toBeCloseTo(evidence.logEvidence[0]! + Math.log(7), 9);
    expect(detector.logDetector[17]).toBeGreaterThan(evidence.logEvidence[17]!);
    expect(detector.strongestStart[17]).toBe(12);
  });
});
