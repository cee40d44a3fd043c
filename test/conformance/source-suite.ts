import type { Matcher, MetricSink, Source, Temporality } from "@modelwatch/sources";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countExpectations } from "./count-expectations.js";
import { HOUR_MS, toExports } from "./feed.js";
import { referenceExports } from "./reference-exports.js";
import { HOURS, NASTY_VALUES, flightEvents, totalOf } from "./source-events.js";

export interface OpenedSource {
  readonly source: Source;
  /** Takes exports in the order of time. */
  readonly sink: Pick<MetricSink, "append">;
  /** Resolves when everything appended can be read, where appending does not mean that. */
  settle?(): Promise<void>;
  close(): Promise<void>;
}

export interface SourceTraits {
  /** What the store is fed with; Prometheus takes cumulative points only. */
  readonly temporality: Temporality;
  /** Relative error that counts may have: 0 for stores that add up what was sent, more for those that extrapolate. */
  readonly countTolerance: number;
  /** Set where the store does not tell the bounds of empty buckets: layouts that differ come as one, under common bounds. */
  readonly joinsLayouts?: boolean;
  /** A whole hour; the feed lasts {@link HOURS} hours from it. */
  readonly startMs: number;
}

/** What every source must answer, whatever store is behind it. */
export function describeSource(name: string, open: () => Promise<OpenedSource>, traits: SourceTraits): void {
  describe(name, () => {
    let opened: OpenedSource;
    const edges = Array.from({ length: HOURS + 1 }, (_, hour) => traits.startMs + hour * HOUR_MS);
    const ask = { matchers: [], groupBy: [], edges } as const;
    const events = flightEvents();

    beforeAll(async () => {
      opened = await open();
      const { temporality, startMs } = traits;
      const feed = { temporality, startMs, minutes: HOURS * 60 };
      for (const batch of toExports(events, feed)) await opened.sink.append(batch);
      for (const batch of referenceExports(traits.startMs)) await opened.sink.append(batch);
      await opened.settle?.();
    });
    afterAll(() => opened.close());

    const { expectCount, expectCounts } = countExpectations(traits.countTolerance);

    test("every value that was sent is in exactly one window", async () => {
      const [all] = await opened.source.histogramWindows({ ...ask, metric: "ml.feature.value" });
      expectCounts(all, totalOf(events, "ml.feature.value"));
      expectCount(
        all!.windows.totals.reduce((a, b) => a + b, 0),
        totalOf(events, "ml.feature.value").reduce((a, b) => a + b, 0),
      );
    });

    test("group by splits the answer and sums over all other attributes", async () => {
      const groups = await opened.source.histogramWindows({
        ...ask,
        metric: "ml.feature.value",
        groupBy: ["ml.feature.name"],
      });
      expect(groups.map(({ labels }) => labels)).toEqual([
        { "ml.feature.name": "delay" },
        { "ml.feature.name": "distance" },
      ]);
      for (const group of groups) {
        expectCounts(group, totalOf(events, "ml.feature.value", group.labels));
      }
    });

    test.each([
      ["=", "delay", ["delay"]],
      ["!=", "delay", ["distance"]],
      ["=~", "d.*e", ["distance"]],
      ["=~", "d", []],
      ["!~", "dist.+", ["delay"]],
      ["=", "", []],
    ] as const)("the matcher %s %j selects %j: whole values only", async (operator, value, selected) => {
      const attribute = "ml.feature.name";
      const matchers: readonly Matcher[] = [{ attribute, operator, value }];
      const request = { ...ask, metric: "ml.feature.value", matchers, groupBy: [attribute] };
      const groups = await opened.source.histogramWindows(request);
      expect(groups.map(({ labels }) => labels[attribute])).toEqual(selected);
    });

    test("an attribute that a series lacks reads as empty and is left out of its labels", async () => {
      const metric = "ml.outcome.prediction";
      const groups = await opened.source.histogramWindows({ ...ask, metric, groupBy: ["ml.arm"] });
      expect(groups.map(({ labels }) => labels)).toEqual([{ "ml.arm": "treated" }, {}]);
      const matchers = [{ attribute: "ml.arm", operator: "=", value: "" }] as const;
      const [without] = await opened.source.histogramWindows({ ...ask, metric, matchers });
      expectCounts(without, totalOf(events, metric, { "ml.arm": "" }));
    });

    test("the process that counted can be told apart, whatever the store calls its label", async () => {
      const metric = "ml.feature.value";
      const attribute = "service.instance.id";
      const groups = await opened.source.histogramWindows({ ...ask, metric, groupBy: [attribute] });
      expect(groups.map(({ labels }) => labels)).toEqual([
        { [attribute]: "pod-a" },
        { [attribute]: "pod-b" },
      ]);
      for (const group of groups) expectCounts(group, totalOf(events, metric, group.labels));
      const matchers = [{ attribute, operator: "!=", value: "pod-b" }] as const;
      const [first, ...others] = await opened.source.histogramWindows({ ...ask, metric, matchers });
      expect(others).toEqual([]);
      expectCounts(first, totalOf(events, metric, { [attribute]: "pod-a" }));
      const range = { fromMs: edges[0]!, toMs: edges[HOURS]! };
      expect(await opened.source.labelValues({ attribute, metric, matchers: [], range })).toEqual([
        "pod-a",
        "pod-b",
      ]);
    });

    test.each(NASTY_VALUES)("a label value of %j is data, never syntax", async (value) => {
      const matchers = [{ attribute: "ml.feature.category", operator: "=", value }] as const;
      const request = { ...ask, metric: "ml.feature.category", matchers, groupBy: ["ml.feature.category"] };
      const [sums, ...rest] = await opened.source.sumWindows(request);
      expect(rest).toEqual([]);
      expect(sums?.labels).toEqual({ "ml.feature.category": value });
      expectCount(
        sums!.sums.reduce((a, b) => a + b, 0),
        HOURS,
      );
    });

    if (traits.joinsLayouts === true) {
      test("a group whose layout changed comes under the common bounds", async () => {
        const metric = "ml.prediction.value";
        const [joined, ...rest] = await opened.source.histogramWindows({ ...ask, metric });
        expect(rest).toEqual([]);
        expect(joined?.windows.layout).toEqual({ kind: "numeric", bounds: Float64Array.of(0.5) });
        const coarse = totalOf(events, metric, {}, [0.5]);
        const fine = totalOf(events, metric, {}, [0.25, 0.5]);
        const both = coarse.map((count, i) => {
          const row = Math.floor(i / 2) * 3;
          return count + (i % 2 === 0 ? fine[row]! + fine[row + 1]! : fine[row + 2]!);
        });
        expectCounts(joined, both);
      });
    } else {
      test("a group whose layout changed comes as one element for each layout", async () => {
        const metric = "ml.prediction.value";
        const layouts = await opened.source.histogramWindows({ ...ask, metric });
        const bounds = layouts.map(({ windows }) =>
          windows.layout.kind === "numeric" ? [...windows.layout.bounds] : [],
        );
        expect(bounds).toEqual([[0.5], [0.25, 0.5]]);
        for (const [i, layout] of layouts.entries()) {
          expectCounts(layout, totalOf(events, metric, {}, bounds[i]));
        }
      });
    }

    test("categories are one distribution, in ascending order", async () => {
      const metric = "ml.feature.category";
      const [categories] = await opened.source.categoryWindows({
        ...ask,
        metric,
        categoryAttribute: "ml.feature.category",
      });
      expect(categories?.windows.layout).toEqual({
        kind: "categorical",
        categories: NASTY_VALUES.toSorted(),
      });
      expectCounts(
        categories,
        Array.from({ length: HOURS * NASTY_VALUES.length }, () => 1),
      );
    });

    test("exact sums come from the counters of positive and negative values", async () => {
      const metric = "ml.business.value";
      const [series] = await opened.source.histogramWindows({ ...ask, metric, squares: true });
      expect(series?.windows.sums).toHaveLength(HOURS);
      series!.windows.sums!.forEach((sum) =>
        expect(sum).toBeCloseTo(7.5 - 2.25, traits.countTolerance > 0 ? 0 : 9),
      );
      series!.windows.sumsOfSquares!.forEach((sum) => expectCount(sum, 31.5));
    });

    test("second moments are left out where they were not asked for or not sent", async () => {
      const [unasked] = await opened.source.histogramWindows({ ...ask, metric: "ml.business.value" });
      expect(unasked?.windows.sumsOfSquares).toBeUndefined();
      const [unsent] = await opened.source.histogramWindows({
        ...ask,
        metric: "ml.prediction.value",
        squares: true,
      });
      expect(unsent?.windows.sumsOfSquares).toBeUndefined();
    });

    test("a reference that three processes send is read once, not three times", async () => {
      const at = { atMs: traits.startMs + HOURS * HOUR_MS, lookBackMs: HOURS * HOUR_MS, matchers: [] };
      const [numeric, ...more] = await opened.source.references({
        ...at,
        metric: "ml.reference.feature.value",
        groupBy: ["ml.feature.name"],
      });
      expect(more).toEqual([]);
      expect(numeric?.labels).toEqual({ "ml.feature.name": "distance" });
      expect([...(numeric?.windows.counts ?? [])]).toEqual([1000, 1500, 500]);
      const [categorical] = await opened.source.references({
        ...at,
        metric: "ml.reference.feature.category",
        groupBy: ["ml.feature.name"],
        categoryAttribute: "ml.feature.category",
      });
      expect(categorical?.windows.layout).toEqual({ kind: "categorical", categories: ["AA", "UA"] });
      expect([...(categorical?.windows.counts ?? [])]).toEqual([300, 700]);
    });

    test("what does not exist is an empty answer", async () => {
      const metric = "ml.unknown";
      expect(await opened.source.histogramWindows({ ...ask, metric })).toEqual([]);
      expect(await opened.source.sumWindows({ ...ask, metric })).toEqual([]);
      expect(await opened.source.categoryWindows({ ...ask, metric, categoryAttribute: "ml.arm" })).toEqual(
        [],
      );
      const at = { atMs: traits.startMs + HOUR_MS, lookBackMs: HOUR_MS, matchers: [], groupBy: [] };
      expect(await opened.source.references({ ...at, metric })).toEqual([]);
    });

    test("a range without data is an empty answer", async () => {
      const before = [traits.startMs - 48 * HOUR_MS, traits.startMs - 47 * HOUR_MS];
      const request = { ...ask, edges: before };
      expect(await opened.source.histogramWindows({ ...request, metric: "ml.feature.value" })).toEqual([]);
      expect(await opened.source.sumWindows({ ...request, metric: "ml.feature.category" })).toEqual([]);
    });

    test("windows need not be of one length", async () => {
      const uneven = [edges[0]!, edges[1]!, edges[HOURS]!];
      const request = { ...ask, edges: uneven, metric: "ml.feature.category" };
      const [sums] = await opened.source.sumWindows(request);
      expectCount(sums!.sums[0]!, NASTY_VALUES.length);
      expectCount(sums!.sums[1]!, NASTY_VALUES.length * (HOURS - 1));
    });

    test("label values are listed in order, for a metric and with matchers", async () => {
      const range = { fromMs: edges[0]!, toMs: edges[HOURS]! };
      const attribute = "ml.feature.name";
      const metric = "ml.feature.value";
      expect(await opened.source.labelValues({ attribute, metric, matchers: [], range })).toEqual([
        "delay",
        "distance",
      ]);
      const matchers = [{ attribute, operator: "=~", value: "del.*" }] as const;
      expect(await opened.source.labelValues({ attribute, metric, matchers, range })).toEqual(["delay"]);
    });

    test("the attributes that series carry are listed in order, each by the name that finds it", async () => {
      const range = { fromMs: edges[0]!, toMs: edges[HOURS]! };
      const metric = "ml.feature.category";
      const carried = await opened.source.labelNames({ metric, matchers: [], range });
      expect(carried).toEqual(expect.arrayContaining(["ml.feature.category", "ml.feature.name"]));
      expect(carried).toEqual(carried.toSorted());
      const prefix = "ml.stratum.";
      expect(await opened.source.labelNames({ prefix, matchers: [], range })).toEqual([
        "ml.stratum.haul_length",
        "ml.stratum.origin",
      ]);
      const matchers = [{ attribute: "ml.stratum.origin", operator: "=", value: "JFK" }] as const;
      expect(await opened.source.labelNames({ prefix, matchers, range })).toEqual(["ml.stratum.origin"]);
      expect(await opened.source.labelNames({ prefix, metric, matchers: [], range })).toEqual([]);
      const before = { fromMs: range.fromMs - 48 * HOUR_MS, toMs: range.fromMs - 47 * HOUR_MS };
      expect(await opened.source.labelNames({ matchers: [], range: before })).toEqual([]);
    });

    test("a regular expression that does not parse and edges that do not ascend are the caller's errors", async () => {
      const matchers = [{ attribute: "ml.arm", operator: "=~", value: "(" }] as const;
      const metric = "ml.feature.value";
      const code = "invalid-argument";
      await expect(opened.source.histogramWindows({ ...ask, metric, matchers })).rejects.toMatchObject({
        code,
      });
      await expect(opened.source.sumWindows({ ...ask, metric, edges: [2, 1] })).rejects.toMatchObject({
        code,
      });
    });

    test("an aborted question is cancelled", async () => {
      const aborted = AbortSignal.abort();
      const question = opened.source.histogramWindows({ ...ask, metric: "ml.feature.value" }, aborted);
      await expect(question).rejects.toMatchObject({ code: "cancelled" });
    });

    test("a store that answers says so", async () => {
      const { ok, message } = await opened.source.health();
      expect(ok, message).toBe(true);
    });
  });
}
