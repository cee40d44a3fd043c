import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { computeStatistic } from "../compute-statistic.js";
import type { StatisticValue } from "../definition/statistic-definition.js";
import { wasserstein1OfPoints } from "../distances/wasserstein.js";
import {
  createCategoricalDistribution,
  createNumericDistribution,
} from "../distribution/create-distribution.js";
import type { Distribution } from "../distribution/distribution.js";
import { chi2OfTable, gTestOfTable } from "./contingency-tests.js";
import { cramerVonMisesOfMidranks } from "./cramer-von-mises-midranks.js";
import { distributionFromValues } from "../distribution/from-values.js";
import { knownSharesEvidence } from "../evidence/known-shares-evidence.js";
import { adjustPValues } from "../multiplicity/adjust.js";
import { newcombeInterval, wilsonInterval } from "../special/proportion-interval.js";
import {
  kolmogorovSmirnovApproximateTail,
  kolmogorovSmirnovUntiedTail,
} from "../special/kolmogorov-smirnov.js";
import {
  chiSquareSurvival,
  kolmogorovSurvival,
  normalSurvival,
  studentTSurvival,
} from "../special/survival.js";

interface Case {
  readonly id: string;
  readonly family: string;
  // the shape of an input depends on its family; each answer below reads what its family holds
  // oxlint-disable-next-line typescript/no-explicit-any -- JSON of twelve shapes
  readonly input: any;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly tolerance: { readonly rel: number; readonly abs: number };
}

const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(new URL("./fixtures/cases.json", import.meta.url), "utf8"),
);

/** Bounds without a distribution in them: the command `compute` is held to them, in test/conformance. */
const LEFT_OUT = new Set([
  "always-valid-p-msprt-normal-known-var",
  "confidence-sequence-normal-mixture-two-sided",
  "confidence-sequence-normal-log-mixture",
  "confidence-sequence-poly-stitching",
  "confidence-sequence-predmix-hoeffding",
  "confidence-sequence-empirical-cdf-lil",
]);

const cells = (counts: number[]): Distribution =>
  createCategoricalDistribution({ categories: counts.map((_, k) => `cell ${k}`), counts });
const buckets = (counts: number[]): Distribution =>
  createNumericDistribution({ bounds: counts.slice(1).map((_, k) => k), counts });

function value(id: string, reference: Distribution, current: Distribution, parameters = {}): StatisticValue {
  const result = computeStatistic(id, { reference, current }, parameters);
  if (result.kind !== "value") throw new Error(`${id}: ${result.reason}`);
  return result;
}

/** One bucket per distinct value. */
function pooled(x: number[], y: number[]): { x: Distribution; y: Distribution; points: number[] } {
  const points = [...new Set([...x, ...y])].sort((a, b) => a - b);
  const bounds = points.slice(0, -1);
  return { x: distributionFromValues(x, bounds), y: distributionFromValues(y, bounds), points };
}

function twoCells({ count, trials }: { count: number; trials: number }): Distribution {
  return buckets([trials - count, count]);
}

function moments(mean: number, sd: number, n: number): Distribution {
  const sumOfSquares = sd * sd * (n - 1) + n * mean * mean;
  return createNumericDistribution({ bounds: [], counts: [n], sum: mean * n, sumOfSquares });
}

const ADJUSTMENTS = { fdr_bh: "bh", fdr_by: "by" } as const;

const ANSWERS: Readonly<Record<string, (c: Case) => Record<string, unknown>>> = {
  psi: ({ input }) => {
    const rule = { pseudoCount: 0, shareFloor: input.epsilon ?? 0 };
    return { psi: value("psi", cells(input.ref), cells(input.cur), rule).value };
  },
  "js-distance": ({ input }) => ({
    js: value("js-distance", cells(input.ref), cells(input.cur), { base: input.base === "e" ? Math.E : 2 })
      .value,
  }),
  hellinger: ({ input }) => ({ hellinger: value("hellinger", cells(input.ref), cells(input.cur)).value }),
  "chi2-homogeneity": ({ input }) => {
    const result = chi2OfTable(input.table, { yates: input.correction === true });
    return { statistic: result.statistic, p: result.pValue, df: result.degreesOfFreedom };
  },
  "g-test": ({ input }) => {
    const result = gTestOfTable(input.table, { yates: input.correction === true });
    return { statistic: result.statistic, p: result.pValue, df: result.degreesOfFreedom };
  },
  "ks-two-sample": ({ input }) => {
    if (input.z) return { sf: input.z.map((z: number) => kolmogorovSurvival(z).probability) };
    const { x, y } = input.x ? pooled(input.x, input.y) : { x: buckets(input.ref), y: buckets(input.cur) };
    const statistic = value("ks", x, y).value;
    // these tools take values for untied; the registry's p-value knows the ties
    const tail = input.method === "exact" ? kolmogorovSmirnovUntiedTail : kolmogorovSmirnovApproximateTail;
    return { statistic, p: tail(x.count, y.count, statistic).probability };
  },
  "cramer-von-mises": ({ input }) => {
    const { x, y } = pooled(input.x, input.y);
    const { statistic, tail } = cramerVonMisesOfMidranks(x.counts, y.counts);
    return { statistic, p: tail.probability };
  },
  wasserstein: ({ input }) => {
    if (input.points) return { w1: wasserstein1OfPoints(input.points, input.ref, input.cur) };
    const { x, y, points } = pooled(input.x, input.y);
    return { w1: wasserstein1OfPoints(points, x.counts, y.counts) };
  },
  "mann-whitney": ({ input }) => {
    const sides = input.x ? pooled(input.x, input.y) : { x: buckets(input.ref), y: buckets(input.cur) };
    const result = value("mann-whitney", sides.x, sides.y, { continuity: input.continuity ? 1 : 0 });
    const u = (1 - result.value) * sides.x.count * sides.y.count;
    return { u, u_ref: u, p: result.pValue, auc_ref_gt_cur: 1 - result.value };
  },
  "two-proportion-z": ({ input }) => {
    const [first, second] = input.count.map((count: number, k: number) => ({ count, trials: input.nobs[k] }));
    const { value: z, pValue: p } = value("two-proportion", twoCells(second), twoCells(first));
    const interval = newcombeInterval(second, first, 0.05);
    return { z, p, newcombe_ci95: [interval.low, interval.high] };
  },
  "proportion-ci": ({ input }) => {
    const interval = wilsonInterval(input.count, input.nobs, input.alpha);
    return { ci: [interval.low, interval.high] };
  },
  "welch-t": ({ input }) => {
    const reference = moments(input.mean2, input.sd2, input.n2);
    const result = value("welch-t", reference, moments(input.mean1, input.sd1, input.n1));
    return { t: result.value, p: result.pValue, df: result.degreesOfFreedom };
  },
  multiplicity: ({ input }) => {
    const name = ADJUSTMENTS[input.method as keyof typeof ADJUSTMENTS] ?? input.method;
    const { reject, adjusted } = adjustPValues(name, input.p, input.alpha);
    return { reject, adjusted: Array.from(adjusted) };
  },
  special: ({ input }) => ({
    norm_sf: input.z.map((z: number) => normalSurvival(z).probability),
    chi2_sf: input.chi2.map(([x, df]: [number, number]) => chiSquareSurvival(x, df).probability),
    t_sf: input.t.map(([t, df]: [number, number]) => studentTSurvival(t, df).probability),
  }),
  "always-valid-p": ({ input }) => {
    const counts = Float64Array.from(input.counts.flat());
    const { logEvidence } = knownSharesEvidence({ shares: input.theta0, counts, concentration: input.k });
    let least = 1;
    const p = Array.from(logEvidence, (log) => (least = Math.min(least, Math.exp(-log))));
    return { posterior_odds: Array.from(logEvidence, Math.exp), p };
  },
};

function expectWithin(got: unknown, expected: unknown, { rel, abs }: Case["tolerance"], path: string): void {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got)) throw new Error(`${path} is no list`);
    expect(got.length, path).toBe(expected.length);
    expected.forEach((each, index) => expectWithin(got[index], each, { rel, abs }, `${path}[${index}]`));
  } else if (typeof expected === "number" && !Number.isInteger(expected)) {
    const tolerance = Math.max(abs, rel * Math.abs(expected));
    expect(
      Math.abs(Number(got) - expected),
      `${path}: ${String(got)}, expected ${expected}`,
    ).toBeLessThanOrEqual(tolerance);
  } else if (typeof expected === "number") expect(Number(got), path).toBeCloseTo(expected, 7);
  else expect(got, path).toEqual(expected);
}

describe("independent tools agree", () => {
  it.each(cases.filter(({ id }) => !LEFT_OUT.has(id)))("$id", (each) => {
    const got = ANSWERS[each.family]?.(each);
    if (got === undefined) throw new Error(`no answer for the family ${each.family}`);
    for (const [key, expected] of Object.entries(each.expected)) {
      expectWithin(got[key], expected, each.tolerance, key);
    }
  });

  it("leaves out no case that does not exist", () => {
    const ids = new Set(cases.map(({ id }) => id));
    expect([...LEFT_OUT].filter((id) => !ids.has(id))).toEqual([]);
  });
});
