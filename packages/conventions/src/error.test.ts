import { describe, expect, it } from "vitest";
import { ERROR_CODES, ModelwatchError, toModelwatchError } from "./index.js";

describe("ModelwatchError", () => {
  it("says what was wrong, what is allowed and what to do, behind its code", () => {
    const error = new ModelwatchError("invalid-argument", {
      problem: "alpha is 2",
      allowed: "0 < alpha < 0.5",
      remedy: "lower it",
    });
    expect(error.message).toBe("[invalid-argument] alpha is 2; 0 < alpha < 0.5; lower it");
    expect(error.source).toBe("caller");
  });

  it("knows who is to blame for every code", () => {
    for (const source of Object.values(ERROR_CODES))
      expect(["caller", "plugin", "downstream"]).toContain(source);
  });

  it("keeps ours, calls an abort cancelled and anything else internal, with its cause", () => {
    const ours = new ModelwatchError("not-found", "no model m");
    expect(toModelwatchError(ours)).toBe(ours);
    expect(toModelwatchError(new DOMException("gone", "AbortError")).code).toBe("cancelled");
    const cause = new TypeError("x is undefined");
    expect(toModelwatchError(cause)).toMatchObject({ code: "internal", cause });
    expect(toModelwatchError("text").message).toContain("text");
  });
});
