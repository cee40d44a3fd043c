import { describe, expect, it } from "vitest";
import { boundsByWindow, toBucketSets } from "./classic-buckets.js";

const NONE = Number.NaN;
const bucket = (le: string, ...values: number[]) => ({
  labels: { le, pod: "a" },
  values: Float64Array.from(values),
  histograms: new Map(),
});
const boundsOf = (...buckets: ReturnType<typeof bucket>[]) =>
  toBucketSets(buckets).map((set) =>
    boundsByWindow(set).map((positions) => positions?.map((position) => set.bounds[position])),
  );

describe("classic buckets", () => {
  it("order by value, not by text", () => {
    expect(toBucketSets([bucket("10", 1), bucket("+Inf", 1), bucket("9", 1)])[0]?.bounds).toEqual([
      9,
      10,
      Infinity,
    ]);
  });

  it("with two spellings of one bound are one bucket", () => {
    const [set] = toBucketSets([bucket("1", 2, NONE), bucket("1.0", 3, 4), bucket("+Inf", 5, 4)]);
    expect(set?.bounds).toEqual([1, Infinity]);
    expect([...(set?.cumulative[0] ?? [])]).toEqual([5, 4]);
  });

  it("count under the layout that reported in each window", () => {
    expect(boundsOf(bucket("1", 1, NONE), bucket("2", NONE, 1), bucket("+Inf", 1, 1))).toEqual([
      [
        [1, Infinity],
        [2, Infinity],
      ],
    ]);
  });

  it("of two layouts in one window count under the bounds that both have", () => {
    const changed = [
      bucket("1", 1, 1, NONE),
      bucket("5", 1, 2, 1),
      bucket("7", NONE, 1, 1),
      bucket("+Inf", 1, 2, 1),
    ];
    expect(boundsOf(...changed)).toEqual([
      [
        [1, 5, Infinity],
        [5, Infinity],
        [5, 7, Infinity],
      ],
    ]);
  });

  it("say nothing about a window without samples", () => {
    expect(boundsOf(bucket("1", NONE, 1), bucket("+Inf", NONE, 1))).toEqual([[undefined, [1, Infinity]]]);
  });

  it("without a bound are refused", () => {
    expect(() => toBucketSets([{ ...bucket("x", 1) }])).toThrow(/\[bad-response\]/);
  });
});
