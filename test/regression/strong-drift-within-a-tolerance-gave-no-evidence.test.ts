import { referenceRobustEvidence } from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";

describe("strong drift under a tolerance", () => {
  it.each([0.02, 0.05, 0.1])("is evident at the tolerance %d", (hellingerTolerance) => {
    const reference = Float64Array.from({ length: 12 }, () => 1000);
    const counts = Float64Array.from({ length: 12 }, (_, cell) => 200 + 110 * cell);
    const evidence = referenceRobustEvidence({
      reference,
      counts,
      cells: 12,
      alpha: 0.05,
      delta: 0.01,
      hellingerTolerance,
      overdispersion: 1,
    });
    if (evidence.kind !== "value") throw new Error(evidence.reason);
    expect(evidence.logEvidence[0]).toBeGreaterThan(evidence.logThreshold);
  });
});
