import * as fc from "fast-check";
import type { ComparisonInput, StatisticDefinition } from "../definition/statistic-definition.js";
import { createCategoricalDistribution } from "../distribution/create-distribution.js";
import { distributionFromValues } from "../distribution/from-values.js";

const SIZES = fc.constantFrom([20, 20], [3, 33], [60, 5], [1, 2]);
/** Ordinary, far from 0, tiny and huge axes: x ↦ offset + scale·x. */
const AXES = fc.constantFrom([0, 1], [1e9, 1], [-40, 0.001], [0, 1e12]);

export function needsTwoCells(statistic: StatisticDefinition): boolean {
  return statistic.degenerate.some(({ reason }) => reason === "not-two-cells");
}

/** Two sides that a statistic accepts: negatives, unused buckets, unequal sizes, axes of all kinds. */
export function drawComparison(statistic: StatisticDefinition): fc.Arbitrary<ComparisonInput> {
  const cells = needsTwoCells(statistic) ? fc.constant(2) : fc.integer({ min: 2, max: 9 });
  const numeric = fc.tuple(cells, SIZES, AXES, fc.integer(), fc.boolean()).map(drawNumeric);
  if (!statistic.inputs.kinds.includes("categorical")) return numeric;
  const categorical = fc.tuple(cells, SIZES, AXES, fc.integer(), fc.boolean()).map((drawn) => {
    const { reference, current } = drawNumeric(drawn);
    const categories = Array.from(reference.counts, (_, k) => `c${k}`);
    return {
      reference: createCategoricalDistribution({ categories, counts: reference.counts }),
      current: createCategoricalDistribution({ categories, counts: current.counts }),
    };
  });
  return fc.oneof(numeric, categorical);
}

function drawNumeric([cells, sizes, axis, seed, hasMoments]: [
  number,
  readonly number[],
  readonly number[],
  number,
  boolean,
]): ComparisonInput {
  const random = createRandom(seed);
  const [offset = 0, scale = 1] = axis;
  const bounds = Array.from({ length: cells - 1 }, (_, k) => offset + scale * (k - 2));
  const [reference, current] = [0, 1].map((side) => {
    const shift = side * (random() - 0.5) * 3;
    const values = Array.from({ length: sizes[side] ?? 1 }, () => {
      return offset + scale * ((random() + random() - 1) * cells + shift);
    });
    const drawn = distributionFromValues(values, bounds);
    if (hasMoments) return drawn;
    const { kind, counts, count } = drawn;
    return { kind, bounds: drawn.bounds, counts, count };
  });
  if (reference === undefined || current === undefined) throw new Error("two sides were drawn");
  return { reference, current };
}

export function swap({ reference, current }: ComparisonInput): ComparisonInput {
  return { reference: current, current: reference };
}

function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return ((state >>> 8) & 0xffffff) / 0x1000000;
  };
}
