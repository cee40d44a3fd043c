import { describe, expect, it } from "vitest";
import { addToCells, commonBounds, parseNativeHistogram } from "./native-histogram.js";

const parse = (...buckets: [string, string, string][]) =>
  parseNativeHistogram({ count: "9", sum: "1.5", buckets: buckets.map(([lo, hi, n]) => [0, lo, hi, n]) });

describe("native histograms", () => {
  it("become bounds and counts, with empty buckets where none was sent", () => {
    const histogram = parse(["-Inf", "0", "2"], ["10", "20", "3"], ["20", "+Inf", "4"]);
    const bounds = commonBounds([histogram]);
    expect([...bounds]).toEqual([0, 10, 20]);
    const cells = new Float64Array(bounds.length + 1);
    addToCells(histogram, bounds, cells);
    expect([...cells]).toEqual([2, 0, 3, 4]);
  });

  it("of two resolutions meet at the coarser one", () => {
    const bounds = commonBounds([parse(["0", "5", "1"], ["5", "10", "2"]), parse(["0", "10", "7"])]);
    expect([...bounds]).toEqual([0, 10]);
    const cells = new Float64Array(3);
    addToCells(parse(["0", "5", "1"], ["5", "10", "2"]), bounds, cells);
    expect([...cells]).toEqual([0, 3, 0]);
  });

  it("without a bucket are empty", () => {
    expect(parseNativeHistogram({ count: "0", sum: "0" })).toEqual({ count: 0, sum: 0, buckets: [] });
  });

  it.each([[null], [{ count: 1, sum: "0" }], [{ count: "1", sum: "0", buckets: [[0, "1", "2"]] }]])(
    "that break the API's form are refused: %j",
    (value) => {
      expect(() => parseNativeHistogram(value)).toThrow(/\[bad-response\] Prometheus answered/);
    },
  );
});
