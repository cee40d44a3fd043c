import * as fc from "fast-check";
import { describe, it } from "vitest";
import { expectHonest } from "../contract/expect-honest.js";
import { drawExtremeCounts, EXTREME_FINITE } from "../contract/hostile-inputs.js";
import { knownSharesEvidence } from "../evidence/known-shares-evidence.js";
import { tMixtureHalfWidth, tMixtureLogRatio } from "../evidence/t-mixture.js";
import { twoArmEvidence } from "../evidence/two-arm-evidence.js";
import { windowDifferenceEvidence } from "../evidence/window-difference-evidence.js";
import { checkAa } from "../planning/check-aa.js";
import { countForDrift, smallestDetectableDrift } from "../planning/drift-plan.js";
import { noncentralChiSquareSurvival } from "../planning/noncentral-chi-square.js";
import { sizeForMeans, sizeForShares, smallestMeanDifference } from "../planning/two-group-plan.js";
import { autocorrelations } from "../time-series/autocorrelation.js";
import { blockBootstrap, bootstrapInterval } from "../time-series/block-bootstrap.js";
import { neweyWestMean } from "../time-series/newey-west.js";
import { decomposeMix } from "../strata/kitagawa.js";
import { postStratify } from "../strata/post-stratify.js";
import { screenConfounders } from "../strata/screen-confounders.js";
import { computeBreslowDay } from "../strata/breslow-day.js";
import { computeCochranMantelHaenszel } from "../strata/cochran-mantel-haenszel.js";
import { computeVanElteren } from "../strata/van-elteren.js";
import { computeCuped } from "./cuped.js";
import { effectIntervalOf } from "./effect-interval.js";
import { liftOfEntities } from "./entity-lift.js";
import { mixtureSprt } from "./mixture-sprt.js";
import { placeboInference } from "./placebo-inference.js";
import { compareRatiosOfSums } from "./ratio-of-sums.js";
import {
  contrastInPopulation,
  contrastMeans,
  contrastRatio,
  contrastWithinStrata,
  type WindowContrast,
} from "./window-contrast.js";

const RUNS = { seed: 53, numRuns: 400 };
const WINDOWS = 7;
/** Squares of sums must stay within doubles: no store holds money beyond this. */
const finite = EXTREME_FINITE.filter((value) => Math.abs(value) <= 2 ** 53);
const values = (size: number) =>
  fc.array(finite, { minLength: size, maxLength: size }).map((own) => Float64Array.from(own));
const group = fc.record({ counts: drawExtremeCounts(WINDOWS), sums: values(WINDOWS) });
const pair = fc.record({ treated: group, control: group });

function intervalOf(contrast: WindowContrast | null) {
  return contrast && effectIntervalOf(contrast, { alpha: 0.01 });
}

function firstOf(drawn: Float64Array): number {
  return drawn[0]!;
}

describe("hostile input", () => {
  it("of two groups in windows is answered", () => {
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 4 }), (strata) => {
        const [first] = strata;
        if (first !== undefined) {
          const { treated, control } = first;
          for (const contrastOf of [contrastMeans, contrastRatio]) {
            expectHonest(() => contrastOf(treated, control));
            expectHonest(() => intervalOf(contrastOf(treated, control)));
          }
          const arm = (own: typeof treated) => ({ ...own, sumsOfSquares: own.sums.map((sum) => sum * sum) });
          expectHonest(() => checkAa(arm(treated), arm(control), { alpha: 0.05 }));
        }
        expectHonest(() => contrastWithinStrata(strata));
        expectHonest(() => contrastInPopulation(strata.map((stratum) => ({ ...stratum, share: 0.25 }))));
        expectHonest(() => decomposeMix(strata));
        expectHonest(() => screenConfounders([{ name: "a", strata }]));
      }),
      RUNS,
    );
  });

  it("of moments is answered, or refused by name", () => {
    const count = fc.constantFrom(0, 1, 2, 500, Number.MAX_SAFE_INTEGER);
    const moments = fc.record({
      count,
      sumX: finite,
      sumY: finite,
      sumXX: finite,
      sumYY: finite,
      sumXY: finite,
    });
    fc.assert(
      fc.property(moments, moments, (a, b) => {
        expectHonest(() => computeCuped(a, b));
        expectHonest(() => compareRatiosOfSums(a, b));
        const entities = (own: typeof a) => ({ count: own.count, sum: own.sumX, sumOfSquares: own.sumXX });
        const argumentNames = ["treated", "control", "shares", "strata"];
        expectHonest(() => liftOfEntities(entities(a), entities(b), { alpha: 0.05 }), { argumentNames });
        const strata = [
          { ...entities(a), share: 0.5 },
          { ...entities(b), share: 0.5 },
        ];
        expectHonest(() => postStratify(strata, { alpha: 0.05 }), { argumentNames });
      }),
      RUNS,
    );
  });

  it("of tables and ordered cells is answered", () => {
    const table = drawExtremeCounts(4).map(([treatedYes, treatedNo, controlYes, controlNo]) => ({
      treatedYes: treatedYes!,
      treatedNo: treatedNo!,
      controlYes: controlYes!,
      controlNo: controlNo!,
    }));
    const ordinal = fc.record({ reference: drawExtremeCounts(5), current: drawExtremeCounts(5) });
    fc.assert(
      fc.property(
        fc.array(table, { maxLength: 4 }),
        fc.array(ordinal, { maxLength: 3 }),
        (tables, strata) => {
          expectHonest(() => computeCochranMantelHaenszel(tables));
          expectHonest(() => computeBreslowDay(tables));
          expectHonest(() => computeVanElteren(strata));
        },
      ),
      RUNS,
    );
    const broken = fc.constantFrom(-1, Number.NaN, Infinity, -Infinity);
    fc.assert(
      fc.property(broken, (count) => {
        const tables = [{ treatedYes: count, treatedNo: 1, controlYes: 2, controlNo: 3 }];
        const argumentNames = ["treatedYes", "reference"];
        expectHonest(() => computeCochranMantelHaenszel(tables), { argumentNames });
        expectHonest(() => computeBreslowDay([...tables, ...tables]), { argumentNames });
        expectHonest(() => computeVanElteren([{ reference: [count, 1], current: [1, 1] }]), {
          argumentNames,
        });
      }),
      RUNS,
    );
  });

  it("of series is answered, or refused by name", () => {
    const series = fc.array(finite, { maxLength: 45 }).map((own) => Float64Array.from(own));
    fc.assert(
      fc.property(series, fc.nat(50), (own, at) => {
        expectHonest(() => neweyWestMean(own));
        expectHonest(() => autocorrelations(own, { lags: at }), { argumentNames: ["lags"] });
        expectHonest(() => placeboInference({ series: own, firstTreated: at, trend: true, alpha: 0.1 }), {
          argumentNames: ["firstTreated"],
        });
        let draws = 0;
        const uniform = () => ((draws++ * 7) % 10) / 10;
        expectHonest(() => {
          const resampled = blockBootstrap(own, {
            kind: "stationary",
            resamples: 40,
            uniform,
            statistic: firstOf,
          });
          return resampled && bootstrapInterval(resampled, 0.1);
        });
        expectHonest(
          () =>
            mixtureSprt({
              counts: new Float64Array(own.length).fill(1),
              sums: own,
              variance: { sumsOfSquares: own.map((value) => value * value) },
              mixingVariance: 1,
              nullMean: 0.1,
            }),
          { argumentNames: ["variance"] },
        );
      }),
      RUNS,
    );
  });

  it("of two arms is answered, or refused by name", () => {
    fc.assert(
      fc.property(drawExtremeCounts(24), drawExtremeCounts(24), (armA, armB) => {
        const shape = { windows: 4, strata: 2, cells: 3, armA, armB };
        expectHonest(() => twoArmEvidence(shape));
        expectHonest(() => windowDifferenceEvidence(shape));
        expectHonest(() => knownSharesEvidence({ shares: [0.2, 0.3, 0.5], counts: armA }));
        const broken = { ...shape, armA: armA.map((count, i) => (i === 5 ? -count - 1 : count)) };
        expectHonest(() => twoArmEvidence(broken), { argumentNames: ["armA"] });
        expectHonest(() => knownSharesEvidence({ shares: [0.2, 0.3, 0.5], counts: broken.armA }), {
          argumentNames: ["counts"],
        });
      }),
      RUNS,
    );
  });

  it("of plans is answered, or refused by name", () => {
    const plan = { alpha: 1e-300, power: 1 - 2 ** -53, timing: "always-valid", treatedShare: 1e-9 } as const;
    fc.assert(
      fc.property(EXTREME_FINITE, EXTREME_FINITE, (a, b) => {
        const argumentNames = [
          "effect",
          "variances",
          "shares",
          "units",
          "hellinger",
          "noncentrality",
          "cells",
          "Count",
          "overdispersion",
          "variance",
        ];
        const variances = { treated: a, control: b };
        expectHonest(() => sizeForMeans(b, variances, plan), { argumentNames });
        expectHonest(() => smallestMeanDifference(a, { treated: 1, control: b }, plan), { argumentNames });
        expectHonest(() => sizeForShares({ treated: a, control: b }, { ...plan, timing: "fixed" }), {
          argumentNames,
        });
        const drift = { cells: 4, referenceCount: a, overdispersion: b, alpha: 1e-12, power: 0.99 };
        expectHonest(() => smallestDetectableDrift(b, drift), { argumentNames });
        expectHonest(() => countForDrift(a, { ...drift, referenceCount: b, overdispersion: 1 }), {
          argumentNames,
        });
        expectHonest(() => noncentralChiSquareSurvival(a, 3, b), { argumentNames });
        const facts = { units: a, variance: b, mixingVariance: 0.3 };
        expectHonest(() => tMixtureLogRatio({ ...facts, distance: 1 }), { argumentNames });
        expectHonest(() => tMixtureHalfWidth({ ...facts, alpha: 0.05 }), { argumentNames });
      }),
      RUNS,
    );
  });
});
