import { describe, expect, it } from "vitest";
import { decideDrift, decideEffect, decideState, isReadyToReport } from "./decide.js";

const drift = {
  n: 5000,
  minimumCount: 100,
  reference: "found" as const,
  hellinger: 0.3,
  noiseFloor: 0.02,
  tolerance: 0.05,
  excessEvidence: -1,
  displayOnly: false,
};

describe("drift of one member", () => {
  it("is watched once the evidence is there, and never acted on", () => {
    expect(decideDrift({ ...drift, excessEvidence: 0 })).toEqual({
      status: "watch",
      code: "drift-beyond-tolerance",
    });
  });

  it("is undetermined where the distance is large and the evidence is not there: never called ok", () => {
    expect(decideDrift(drift)).toEqual({ status: "undetermined", code: "drift-not-evident" });
  });

  it("is ok within the tolerance, also where chance alone lifts the distance above it", () => {
    expect(decideDrift({ ...drift, hellinger: 0.04 }).status).toBe("ok");
    expect(decideDrift({ ...drift, hellinger: 0.06, noiseFloor: 0.05 }).status).toBe("ok");
  });

  it("is only shown where windows overlap, however large it is", () => {
    expect(decideDrift({ ...drift, displayOnly: true, excessEvidence: null })).toEqual({
      status: "info",
      code: "display-only",
    });
    expect(decideDrift({ ...drift, displayOnly: true, n: 3 }).code).toBe("too-few-rows");
  });

  it("is missing without rows and undetermined with too few, whatever the evidence", () => {
    expect(decideDrift({ ...drift, n: 0, excessEvidence: 9 }).status).toBe("missing");
    expect(decideDrift({ ...drift, n: 99, excessEvidence: 9 })).toEqual({
      status: "undetermined",
      code: "too-few-rows",
    });
    expect(decideDrift({ ...drift, reference: "none", excessEvidence: 9 }).code).toBe("no-reference");
  });
});

describe("an effect", () => {
  const effect = {
    n: 5000,
    minimumCount: 100,
    brokenSplit: false,
    simpson: false,
    interval: { low: 1, high: 2 },
    noEffect: 0,
  };

  it("is void where the split is broken, however significant it looks", () => {
    expect(decideEffect({ ...effect, brokenSplit: true })).toEqual({
      status: "undetermined",
      code: "broken-split",
    });
  });

  it("is significant exactly where its interval leaves out no effect", () => {
    expect(decideEffect(effect).code).toBe("effect-significant");
    expect(decideEffect({ ...effect, interval: { low: 0, high: 2 } }).code).toBe("effect-not-significant");
    expect(decideEffect({ ...effect, noEffect: 1.5 }).code).toBe("effect-not-significant");
  });

  it("is ready to report when the interval takes a side of the smallest effect that matters", () => {
    const guard = {
      alpha: 0.05,
      budgetDays: 90,
      tolerance: 0,
      lossTolerance: 0,
      liftTolerance: 1,
      minimumCount: 1,
    };
    expect(isReadyToReport({ low: 1.1, high: 3 }, guard)).toBe(true);
    expect(isReadyToReport({ low: -0.9, high: 0.9 }, guard)).toBe(true);
    expect(isReadyToReport({ low: 0.5, high: 1.5 }, guard)).toBe(false);
  });
});

describe("a monitor's state", () => {
  it("needs labels for act, and says undetermined only where nothing is known", () => {
    const quiet = { silent: false, loss: "not-shown-harmful", drift: "not-evident" } as const;
    expect(decideState(quiet)).toBe("ok");
    expect(decideState({ ...quiet, drift: "evident" })).toBe("watch");
    expect(decideState({ ...quiet, loss: "harmful" })).toBe("act");
    expect(decideState({ silent: false, loss: "unknown", drift: "unknown" })).toBe("undetermined");
    expect(decideState({ silent: true, loss: "harmful", drift: "evident" })).toBe("missing");
  });
});
