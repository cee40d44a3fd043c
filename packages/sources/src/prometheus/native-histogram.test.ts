import { alignDistributions, createNumericDistribution } from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { parseNativeHistogram } from "./native-histogram.js";
import { toCountMatrix } from "./native-layout.js";

type Bucket = readonly [lower: string, upper: string, count: string];

/** Windows of histograms as the server writes them. */
function matrixOf(...windows: readonly (readonly Bucket[])[]) {
  const histograms = windows.map((buckets) =>
    parseNativeHistogram({ count: "9", sum: "1.5", buckets: buckets.map(([lo, hi, n]) => [0, lo, hi, n]) }),
  );
  const { bounds, counts } = toCountMatrix(new Map(histograms.entries()), windows.length);
  return { bounds: [...bounds], counts: [...counts] };
}

describe("native histograms with custom bounds", () => {
  it("become bounds and counts, with empty buckets where none was sent", () => {
    expect(
      matrixOf([
        ["-Inf", "0", "2"],
        ["10", "20", "3"],
        ["20", "+Inf", "4"],
      ]),
    ).toEqual({
      bounds: [0, 10, 20],
      counts: [2, 0, 3, 4],
    });
  });

  it("of two resolutions meet at the coarser one", () => {
    expect(
      matrixOf(
        [
          ["0", "5", "1"],
          ["5", "10", "2"],
        ],
        [["0", "10", "7"]],
      ),
    ).toEqual({
      bounds: [0, 10],
      counts: [0, 3, 0, 0, 7, 0],
    });
  });

  it("keep the fractions of extrapolated counts", () => {
    expect(matrixOf([["0", "10", "0.25"]]).counts).toEqual([0, 0.25, 0]);
  });

  it("in which nothing was counted are one empty bucket", () => {
    expect(matrixOf([])).toEqual({ bounds: [], counts: [0] });
  });
});

describe("windows of native histograms beside a reference of explicit bounds", () => {
  const reference = createNumericDistribution({ bounds: [0, 1, 2, 5, 10], counts: [1, 20, 30, 40, 50, 60] });

  it("lie on the bounds that both know, with every value of both", () => {
    const custom = createNumericDistribution(
      matrixOf([
        ["1", "2", "3"],
        ["10", "+Inf", "4"],
      ]),
    );
    expect(alignDistributions(reference, custom)).toMatchObject({
      kind: "aligned",
      a: { bounds: Float64Array.of(1, 2, 10), counts: Float64Array.of(21, 30, 90, 60), count: 201 },
      b: { counts: Float64Array.of(0, 3, 0, 4), count: 7 },
    });
    const exponential = createNumericDistribution(
      matrixOf([
        ["1", "2", "3"],
        ["4", "8", "4"],
        ["-1e-128", "1e-128", "5"],
      ]),
    );
    expect(alignDistributions(reference, exponential)).toMatchObject({
      kind: "aligned",
      a: { bounds: Float64Array.of(0, 1, 2), counts: Float64Array.of(1, 20, 30, 150), count: 201 },
      b: { counts: Float64Array.of(5, 0, 3, 4), count: 12 },
    });
  });

  it("without a bound in common are not compared", () => {
    const custom = createNumericDistribution(matrixOf([["20", "30", "3"]]));
    expect(alignDistributions(reference, custom)).toEqual({
      kind: "undetermined",
      reason: "no-common-bounds",
    });
  });
});

describe("exponential native histograms", () => {
  // two units in the last place off 2^(1/8), as a table of another library may be
  const off = String(2 ** 0.125 * (1 + 2 * Number.EPSILON));

  it("have the bounds that other stores answer, in a row, whatever the server's table rounds to", () => {
    expect(
      matrixOf([
        ["1", off, "3"],
        [String(2 ** 0.25), String(2 ** 0.375), "4"],
      ]),
    ).toEqual({
      bounds: [0, 1, 2 ** 0.125, 2 ** 0.25, 2 ** 0.375],
      counts: [0, 0, 3, 0, 4, 0],
    });
  });

  it("of two scales meet at the coarser one", () => {
    expect(
      matrixOf(
        [["1", "2", "1"]],
        [
          ["1", off, "2"],
          ["-4", "-2", "5"],
        ],
      ),
    ).toEqual({
      bounds: [-4, -2, 0, 1, 2],
      counts: [0, 0, 0, 0, 1, 0, 0, 5, 0, 0, 2, 0],
    });
  });

  it("count within the zero threshold that the receiver writes as 0", () => {
    expect(
      matrixOf([
        ["-1e-128", "1e-128", "6"],
        ["1", "2", "1"],
      ]),
    ).toEqual({
      bounds: [0, 1, 2],
      counts: [6, 0, 1, 0],
    });
    expect(
      matrixOf([
        ["-0.5", "0.5", "6"],
        ["1", "2", "1"],
      ]),
    ).toEqual({
      bounds: [-0.5, 0.5, 1, 2],
      counts: [0, 6, 0, 1, 0],
    });
  });
});

describe("a native histogram", () => {
  it("without a bucket is empty", () => {
    expect(parseNativeHistogram({ count: "0", sum: "0" })).toEqual({ count: 0, sum: 0, buckets: [] });
  });

  it.each([[null], [{ count: 1, sum: "0" }], [{ count: "1", sum: "0", buckets: [[0, "1", "2"]] }]])(
    "that breaks the API's form is refused: %j",
    (value) => {
      expect(() => parseNativeHistogram(value)).toThrow(/\[bad-response\] Prometheus answered/);
    },
  );
});
