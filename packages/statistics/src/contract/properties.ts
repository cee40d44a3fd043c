import { expect } from "vitest";
import { computeStatistic } from "../compute-statistic.js";
import { swap } from "./inputs.js";
import type { ComparisonInput, StatisticProperty } from "../definition/statistic-definition.js";
import type { Distribution } from "../distribution/distribution.js";

type Law = (id: string, input: ComparisonInput, choice: number) => void;

/** The generic test behind each promised property. */
export const PROPERTY_LAWS: Readonly<Record<StatisticProperty, Law>> = {
  symmetric: (id, input) => expectSame(valueOf(id, swap(input)), valueOf(id, input)),
  antisymmetric: (id, input) => {
    const value = valueOf(id, input);
    expectSame(valueOf(id, swap(input)), value === undefined ? undefined : -value);
  },
  "size-free": (id, input) => {
    const grown = mapSides(input, (side) => multiply(side, 3));
    expectSame(valueOf(id, grown), valueOf(id, input));
  },
  "scale-free": (id, input) => {
    const stretched = mapSides(input, (side) => stretch(side, 4));
    expectSame(valueOf(id, stretched), valueOf(id, input));
  },
  "unused-cells-ignored": (id, input, choice) => {
    const widened = mapSides(input, (side) => addEmptyCell(side, choice));
    expectSame(valueOf(id, widened), valueOf(id, input));
  },
  "falls-when-cells-join": (id, input, choice) => {
    const before = valueOf(id, input);
    const after = valueOf(
      id,
      mapSides(input, (side) => joinCells(side, choice)),
    );
    if (before !== undefined && after !== undefined) expect(after).toBeLessThanOrEqual(before + 1e-9);
  },
  "order-free": (id, input) => {
    const turned = mapSides(input, reverseCells);
    expectSame(valueOf(id, turned), valueOf(id, input));
  },
};

function valueOf(id: string, input: ComparisonInput): number | undefined {
  const result = computeStatistic(id, input);
  return result.kind === "value" ? result.value : undefined;
}

function expectSame(value: number | undefined, expected: number | undefined): void {
  if (expected === undefined || value === undefined) expect(value).toBe(expected);
  else expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(expected)));
}

function mapSides(input: ComparisonInput, change: (side: Distribution) => Distribution): ComparisonInput {
  return { reference: change(input.reference), current: change(input.current) };
}

/** Sums of the values that a changed distribution stands for; undefined sums stay undefined. */
function withMoments(side: Distribution, sum: (x: number) => number, squares: (x: number) => number): object {
  if (side.kind === "categorical") return {};
  return {
    ...(side.sum === undefined ? {} : { sum: sum(side.sum) }),
    ...(side.sumOfSquares === undefined ? {} : { sumOfSquares: squares(side.sumOfSquares) }),
  };
}

function multiply(side: Distribution, factor: number): Distribution {
  const counts = side.counts.map((count) => count * factor);
  const moments = withMoments(
    side,
    (sum) => sum * factor,
    (squares) => squares * factor,
  );
  return { ...side, ...moments, counts, count: side.count * factor };
}

function stretch(side: Distribution, factor: number): Distribution {
  if (side.kind === "categorical") return side;
  const moments = withMoments(
    side,
    (sum) => sum * factor,
    (squares) => squares * factor * factor,
  );
  const { min, max } = side;
  return {
    ...side,
    ...moments,
    bounds: side.bounds.map((bound) => bound * factor),
    ...(min === undefined ? {} : { min: min * factor }),
    ...(max === undefined ? {} : { max: max * factor }),
  };
}

/** A category that nobody uses, or an upper tail above every value. */
function addEmptyCell(side: Distribution, choice: number): Distribution {
  if (side.kind === "categorical") {
    const counts = Float64Array.from([...side.counts, 0]);
    return { ...side, categories: [...side.categories, `unused ${choice}`], counts };
  }
  const cell = choice % side.counts.length;
  const { bounds, counts } = side;
  const lower = bounds[cell - 1] ?? (bounds[0] ?? 0) - 1;
  const upper = bounds[cell] ?? lower + 1;
  // an empty bucket beside a used one: (lower, middle] keeps the values, (middle, upper] is new
  const isTwin = counts[cell] === 0;
  const middle = cell === 0 && bounds.length > 0 ? upper : (lower + upper) / 2;
  if (!isTwin || middle === lower || middle === upper) return side;
  const widened = [...counts.slice(0, cell), 0, ...counts.slice(cell)];
  return {
    ...side,
    bounds: Float64Array.from([...bounds.slice(0, cell), middle, ...bounds.slice(cell)]),
    counts: Float64Array.from(widened),
  };
}

function joinCells(side: Distribution, choice: number): Distribution {
  if (side.counts.length < 3) return side;
  const cell = choice % (side.counts.length - 1);
  const counts = side.counts.filter((_, k) => k !== cell + 1);
  counts[cell] = (side.counts[cell] ?? 0) + (side.counts[cell + 1] ?? 0);
  if (side.kind === "categorical") {
    return { ...side, categories: side.categories.filter((_, k) => k !== cell + 1), counts };
  }
  return { ...side, bounds: side.bounds.filter((_, k) => k !== cell), counts };
}

function reverseCells(side: Distribution): Distribution {
  return { ...side, counts: side.counts.toReversed() };
}
