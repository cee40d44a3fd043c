import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toStretches } from "./suspects.js";

describe("windows that are looked into", () => {
  it("hold every suspect once, in order, and are few where suspects are close", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (marks) => {
        const suspects = Uint8Array.from(marks, (mark) => (mark ? 1 : 0));
        const stretches = toStretches(suspects);
        const covered = new Uint8Array(suspects.length);
        for (const { from, to } of stretches) covered.fill(1, from, to);
        expect(suspects.every((suspect, window) => suspect <= covered[window]!)).toBe(true);
        for (const [i, { from, to }] of stretches.entries()) {
          expect([suspects[from], suspects[to - 1]]).toEqual([1, 1]);
          expect(from - (stretches[i - 1]?.to ?? -8)).toBeGreaterThanOrEqual(8);
        }
      }),
    );
  });

  it("are none on a quiet day", () => {
    expect(toStretches(new Uint8Array(24))).toEqual([]);
  });
});
