import { describe, expect, it } from "vitest";
import { decideConfounder, decideDrift, decideEffect, decideState, reasonsNotReady } from "./index.js";

const drift = {
  n: 5000,
  minimumCount: 100,
  reference: "found" as const,
  hellinger: 0.3,
  noiseFloor: 0.02,
  tolerance: 0.05,
  excessEvidence: -1,
  displayOnly: false,
  layoutChange: null,
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
    const sound = { liftTolerance: 1, split: "sound", simpson: false, maturity: "not-needed" } as const;
    expect(reasonsNotReady({ ...sound, interval: { low: 1.1, high: 3 } })).toEqual([]);
    expect(reasonsNotReady({ ...sound, interval: { low: -0.9, high: 0.9 } })).toEqual([]);
    expect(reasonsNotReady({ ...sound, interval: { low: 0.5, high: 1.5 } })).toEqual(["interval-too-wide"]);
  });

  it("is not ready to report while anything else stands against it, and says all of it", () => {
    const interval = { low: 2, high: 3 };
    const sound = { interval, liftTolerance: 1, split: "sound", simpson: false, maturity: 0.9 } as const;
    expect(reasonsNotReady(sound)).toEqual([]);
    expect(reasonsNotReady({ ...sound, split: "none", maturity: null })).toEqual([
      "not-randomised",
      "maturity-unknown",
    ]);
    expect(
      reasonsNotReady({ ...sound, interval: null, split: "broken", simpson: true, maturity: 0.5 }),
    ).toEqual(["broken-split", "no-interval", "labels-immature", "simpson-unexplained"]);
  });

  it("calls a stratum a confounder where adjusting moves the effect by more than chance and what matters", () => {
    const facts = { n: 500, minimumCount: 100, liftTolerance: 1 };
    expect(decideConfounder({ ...facts, interval: { low: 1.2, high: 3 } }).code).toBe("confounded");
    expect(decideConfounder({ ...facts, interval: { low: 0.5, high: 3 } }).code).toBe("descriptive");
    expect(decideConfounder({ ...facts, interval: { low: -3, high: -2 } }).code).toBe("confounded");
    expect(decideConfounder({ ...facts, interval: null }).status).toBe("undetermined");
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
