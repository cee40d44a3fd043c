import { describe, expect, it } from "vitest";
import { flooredPsi } from "./floored-psi.js";

describe("the floored index", () => {
  it("is the index where no share is below the floor", () => {
    const expected = 0.4 * Math.log(0.9 / 0.5) + -0.4 * Math.log(0.1 / 0.5);
    expect(flooredPsi([50, 50], [90, 10], 0.001)).toBeCloseTo(expected, 14);
  });

  it("counts a floored cell with the floor, and a cell that nobody uses not at all", () => {
    const expected = (0.1 - 0.01) * Math.log(0.1 / 0.01) + (0.9 - 1) * Math.log(0.9);
    expect(flooredPsi([0, 10, 0], [1, 9, 0], 0.01)).toBeCloseTo(expected, 14);
  });

  it("refuses what cannot be", () => {
    expect(() => flooredPsi([1], [1, 2], 0.1)).toThrow("1 cells and current 2");
    expect(() => flooredPsi([0], [1], 0.1)).toThrow("reference holds no values");
    expect(() => flooredPsi([1], [-1], 0.1)).toThrow("current[0] is -1");
    expect(() => flooredPsi([1], [1], 0)).toThrow("floor is 0");
  });
});
