import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createNumericDistribution } from "../distribution/create-distribution.js";
import { distributionFromValues } from "../distribution/from-values.js";
import { decisionsNearThreshold } from "./decisions-near-threshold.js";

const bounds = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);

describe("decisionsNearThreshold", () => {
  it("holds the true shares of flipped decisions, wherever the threshold and however wide the shift", () => {
    const unit = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 1, maxLength: 200 }),
        unit,
        unit,
        (scores, threshold, delta) => {
          const distribution = distributionFromValues(scores, bounds);
          const got = decisionsNearThreshold(distribution, {
            threshold: { low: threshold, high: threshold },
            delta,
            alpha: 0.05,
          });
          if (got.kind === "undetermined") throw new Error(got.reason);
          const share = (from: number, to: number) =>
            scores.filter((x) => x > from && x <= to).length / scores.length;
          for (const [flipped, truth] of [
            [got.raised, share(threshold - delta, threshold)],
            [got.lowered, share(threshold, threshold + delta)],
          ] as const) {
            expect(flipped.resolution.low).toBeLessThanOrEqual(truth + 1e-12);
            expect(flipped.resolution.high).toBeGreaterThanOrEqual(truth - 1e-12);
            expect(flipped.low).toBeLessThanOrEqual(flipped.resolution.low);
            expect(flipped.high).toBeGreaterThanOrEqual(flipped.resolution.high);
          }
        },
      ),
    );
  });

  it("hides nothing in buckets where threshold and shift end at bounds", () => {
    const scores = createNumericDistribution({ bounds: [0.4, 0.5, 0.6], counts: [100, 30, 20, 50] });
    const threshold = { low: 0.5, high: 0.5 };
    const got = decisionsNearThreshold(scores, { threshold, delta: 0.1, alpha: 0.05 });
    expect(got).toMatchObject({
      raised: { resolution: { low: 0.15, high: 0.15 } },
      lowered: { resolution: { low: 0.1, high: 0.1 } },
      near: { resolution: { low: 0.25, high: 0.25 } },
    });
    const vague = decisionsNearThreshold(scores, {
      threshold: { low: 0.5, high: 0.55 },
      delta: 0.1,
      alpha: 0.05,
    });
    expect(vague).toMatchObject({ raised: { resolution: { low: 0, high: 0.25 } } });
  });

  it("is undetermined when empty and refuses contradictions", () => {
    const empty = createNumericDistribution({ bounds: [0], counts: [0, 0] });
    const threshold = { low: 0, high: 0 };
    expect(decisionsNearThreshold(empty, { threshold, delta: 1, alpha: 0.05 })).toMatchObject({
      reason: "empty",
    });
    expect(() => decisionsNearThreshold(empty, { threshold, delta: 0, alpha: 0.05 })).toThrow(/delta is 0/);
    const turned = { low: 1, high: 0 };
    expect(() => decisionsNearThreshold(empty, { threshold: turned, delta: 1, alpha: 0.05 })).toThrow(
      /\[1, 0\]/,
    );
  });
});
