import { existsSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeStatistic, findStatistic } from "../compute-statistic.js";
import { drawComparison, swap } from "./inputs.js";
import { PROPERTY_LAWS } from "./properties.js";
import { DEGENERATE_INPUTS } from "./degenerate.js";
import { mergeDistributions } from "../distribution/combine.js";
import type { Distribution } from "../distribution/distribution.js";
import type { StatisticDefinition } from "../definition/statistic-definition.js";
import { psi } from "../comparisons/psi.js";
import { STATISTICS } from "../registry.js";

const SEED = { seed: 1913, numRuns: 150 };
const rows: readonly StatisticDefinition[] = STATISTICS;

describe.each(rows.map((statistic) => [statistic.id, statistic] as const))("%s", (id, statistic) => {
  const comparisons = drawComparison(statistic);

  it("says everything that a reader needs, and nobody can change it", () => {
    for (const text of [
      statistic.question,
      statistic.definition,
      statistic.reference,
      statistic.resolution,
    ]) {
      expect(text.length).toBeGreaterThan(20);
    }
    expect(statistic.validity.length).toBeGreaterThan(0);
    expect(statistic.degenerate.length).toBeGreaterThan(0);
    expect(existsSync(new URL(`../${statistic.oracle.fixture}`, import.meta.url))).toBe(true);
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/u);
    expect(Object.isFrozen(statistic) && Object.isFrozen(statistic.output.rangeInclusive)).toBe(true);
  });

  it("stays in its range and its resolution, with finite numbers only, and survives JSON", () => {
    fc.assert(
      fc.property(comparisons, (input) => {
        const result = computeStatistic(id, input);
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
        if (result.kind === "undetermined") return;
        const numbers = Object.values(result).filter((entry) => typeof entry === "number");
        expect(numbers.filter((entry) => !Number.isFinite(entry))).toEqual([]);
        const [least, most] = statistic.output.rangeInclusive;
        const slack = 1e-12 * (1 + Math.abs(result.value));
        expect(result.value).toBeGreaterThanOrEqual(least);
        expect(result.value).toBeLessThanOrEqual(most);
        expect(result.low).toBeLessThanOrEqual(result.value + slack);
        expect(result.high ?? Infinity).toBeGreaterThanOrEqual(result.value - slack);
        expect(result.pValue !== undefined).toBe(statistic.evidence === "p-value");
        expect(result.pValue ?? 1).toBeLessThanOrEqual(1);
        expect(result.log10PValue ?? 0).toBeLessThanOrEqual(0);
      }),
      SEED,
    );
  });

  it("answers the no-change value for the same distribution twice", () => {
    fc.assert(
      fc.property(comparisons, ({ reference }) => {
        const result = computeStatistic(id, { reference, current: reference });
        if (result.kind === "value") expect(result.value).toBeCloseTo(statistic.output.noChange, 7);
        if (result.kind === "value" && result.pValue !== undefined) expect(result.pValue).toBeCloseTo(1, 6);
      }),
      SEED,
    );
  });

  it("changes neither side and answers the same again", () => {
    fc.assert(
      fc.property(comparisons, (input) => {
        const before = structuredClone(input);
        const first = computeStatistic(id, input);
        expect(computeStatistic(id, input)).toEqual(first);
        expect(input).toEqual(before);
      }),
      SEED,
    );
  });

  it.each(statistic.properties.map((name) => [name]))("is %s", (name) => {
    fc.assert(
      fc.property(comparisons, fc.nat(), (input, choice) => PROPERTY_LAWS[name](id, input, choice)),
      SEED,
    );
  });

  it.each(statistic.degenerate.map(({ when, reason }) => [when, reason] as const))(
    "does not know when %s",
    (_when, reason) => {
      const { reference, current, parameters } = DEGENERATE_INPUTS[reason](statistic);
      const result = computeStatistic(id, { reference, current }, parameters);
      expect(result).toMatchObject({ kind: "undetermined", reason });
    },
  );

  it("does not know when numbers meet categories, or no bound is shared", () => {
    for (const reason of ["kind-mismatch", "no-common-bounds"] as const) {
      if (reason === "no-common-bounds" && statistic.inputs.layouts === "any") continue;
      const input = DEGENERATE_INPUTS[reason](statistic);
      expect(computeStatistic(id, input)).toMatchObject({ kind: "undetermined", reason });
      expect(computeStatistic(id, swap(input))).toMatchObject({ kind: "undetermined", reason });
    }
  });

  it("says of windows merged what it says of their values drawn together", () => {
    fc.assert(
      fc.property(comparisons, ({ reference, current }) => {
        // in halves that merge back to the same counts
        const half = (part: number): Distribution => {
          const counts = current.counts.map((count) => (part === 0 ? Math.floor : Math.ceil)(count / 2));
          const count = counts.reduce((sum, each) => sum + each, 0);
          return current.kind === "categorical"
            ? { ...current, counts, count }
            : { kind: "numeric", bounds: current.bounds, counts, count };
        };
        const merged = mergeDistributions(half(0), half(1));
        const bare =
          current.kind === "categorical"
            ? current
            : { kind: current.kind, bounds: current.bounds, counts: current.counts, count: current.count };
        expect(computeStatistic(id, { reference, current: merged })).toEqual(
          computeStatistic(id, { reference, current: bare }),
        );
      }),
      SEED,
    );
  });

  it("refuses parameters that it does not have, or outside their limits", () => {
    const input = DEGENERATE_INPUTS["empty-current"](statistic);
    expect(() => computeStatistic(id, input, { nonsense: 1 })).toThrow(/no parameter "nonsense"/u);
    for (const { name, maxInclusive } of statistic.parameters) {
      expect(() => computeStatistic(id, input, { [name]: maxInclusive + 1 })).toThrow(name);
    }
  });
});

describe("the registry", () => {
  it("has each id once", () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  it("refuses two rules for empty cells at once", () => {
    const { reference, current } = DEGENERATE_INPUTS["empty-cell"](psi);
    for (const id of ["psi", "kl"]) {
      expect(() => computeStatistic(id, { reference, current }, { shareFloor: 0.01 })).toThrow(
        /pseudoCount is 0.5 and shareFloor is 0.01/u,
      );
    }
  });

  it("sends a stability index with its cells and its rule", () => {
    const { reference, current } = DEGENERATE_INPUTS["empty-cell"](psi);
    expect(computeStatistic("psi", { reference, current })).toMatchObject({
      cells: 2,
      oneSidedCells: 1,
      emptyCellRule: "0.5 added to each used cell",
    });
    const floored = computeStatistic("psi", { reference, current }, { pseudoCount: 0, shareFloor: 0.01 });
    expect(floored).toMatchObject({ emptyCellRule: "shares below 0.01 raised to it" });
  });

  it("names what exists when asked for something else", () => {
    expect(() => findStatistic("chi-squared")).toThrow(/\[not-found\].*chi2-homogeneity/u);
  });
});
