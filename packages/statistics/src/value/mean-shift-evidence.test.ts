import { describe, expect, it } from "vitest";
import { meanShiftEvidence } from "./mean-shift-evidence.js";

const reference = { count: 1000, mean: 10, variance: 4 };

/** E averaged over the current mean's sampling distribution at a true shift, by midpoint integration. */
function averageEvidence(trueShift: number, overdispersion: number, hellingerTolerance: number): number {
  const count = 100;
  const error = 2 * Math.sqrt(overdispersion * (1 / count + 1 / reference.count));
  let sum = 0;
  const step = 0.01;
  for (let u = -14 + step / 2; u < 14; u += step) {
    const mean = reference.mean + trueShift + u * error;
    const log = meanShiftEvidence({
      reference,
      current: { count, mean },
      overdispersion,
      hellingerTolerance,
    })!;
    sum += (step * Math.exp(log - u ** 2 / 2)) / Math.sqrt(2 * Math.PI);
  }
  return sum;
}

const at = (mean: number) =>
  meanShiftEvidence({
    reference,
    current: { count: 400, mean },
    overdispersion: 100,
    hellingerTolerance: 0.05,
  })!;

describe("meanShiftEvidence", () => {
  it("averages at most one where the mean moved by no more than the tolerance", () => {
    const edge = 2 * Math.sqrt(-8 * Math.log(1 - 0.05 ** 2));
    expect(averageEvidence(0, 1, 0)).toBeCloseTo(1, 6);
    for (const shift of [0, edge / 2, edge, -edge])
      expect(averageEvidence(shift, 5, 0.05)).toBeLessThanOrEqual(1 + 1e-9);
  });

  it("is strong for a far shift of few effective rows, and alike in both directions", () => {
    expect(at(18)).toBeGreaterThan(10);
    expect(at(2)).toBeCloseTo(at(18), 12);
  });

  it("says null where nothing can be told, and refuses a nonsense tolerance", () => {
    const current = { count: 0, mean: 0 };
    expect(meanShiftEvidence({ reference, current, overdispersion: 1, hellingerTolerance: 0 })).toBeNull();
    const constant = { count: 5, mean: 1, variance: 0 };
    expect(
      meanShiftEvidence({ reference: constant, current: constant, overdispersion: 1, hellingerTolerance: 0 }),
    ).toBeNull();
    expect(() => meanShiftEvidence({ reference, current, overdispersion: 1, hellingerTolerance: 1 })).toThrow(
      /hellingerTolerance 1/,
    );
  });
});
