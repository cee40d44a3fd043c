import { readFileSync } from "node:fs";
import { computeStatistic, distributionFromValues } from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { describeBinning } from "./document.js";
import { DRIFT_CASES } from "./drift-cases.js";
import {
  contaminateTail,
  kumaraswamy,
  logNormal,
  lomax,
  normal,
  studentT,
  weibull,
  type Law,
} from "./law.js";
import { LAYOUTS } from "./layouts.js";
import { measureErrors } from "./measure.js";
import { computeTrueDistances } from "./true-distances.js";

describe("the truth that buckets are compared with", () => {
  it("is the closed form where there is one: a normal law that moves", () => {
    const shift = 0.25;
    const { distances } = computeTrueDistances(normal(0, 1), normal(shift, 1));
    expectClose(distances.psi, shift ** 2);
    expectClose(distances.hellinger, Math.sqrt(-Math.expm1(-(shift ** 2) / 8)));
    // 2 Φ(δ/2) − 1 by scipy 1.17.1: 2 * norm.cdf(0.125) - 1
    expectClose(distances.ks, 0.099_476_449_660_225_84);
    expectClose(distances["total-variation"], distances.ks);
    expectClose(distances["wasserstein-1"], shift);
  });

  it("is the closed form where there is one: an exponential law that stretches", () => {
    const factor = 1.25;
    const { distances, meanOfReference, meanOfCurrent } = computeTrueDistances(
      weibull(1, 1),
      weibull(factor, 1),
    );
    expectClose(distances.psi, factor + 1 / factor - 2);
    expectClose(distances.hellinger, Math.sqrt(1 - (2 * Math.sqrt(factor)) / (1 + factor)));
    expectClose(distances["wasserstein-1"], factor - 1);
    expectClose(meanOfReference, 1);
    expectClose(meanOfCurrent, factor);
  });

  it("is the closed form where there is one: a contaminated tail", () => {
    const [kept, raised] = [0.95, 0.95 + 0.05 / 0.01];
    for (const law of [kumaraswamy(2, 5), normal(0, 1), lomax(1, 2.5)]) {
      const { distances } = computeTrueDistances(law, contaminateTail(law));
      expectClose(distances.psi, 0.99 * (kept - 1) * Math.log(kept) + 0.01 * (raised - 1) * Math.log(raised));
      expectClose(distances.ks, 0.99 * 0.05);
      expectClose(distances["total-variation"], 0.99 * 0.05);
    }
  });

  it("comes from laws whose quantiles undo their shares, far into both tails", () => {
    const laws: readonly Law[] = [
      normal(1, 2),
      logNormal(0.25, 1.2),
      weibull(2, 0.85),
      lomax(1.5, 2.2),
      kumaraswamy(1.6, 3.6),
      studentT(3, 0.25, 1.25),
      contaminateTail(normal(0, 1)),
    ];
    for (const law of laws) {
      for (const share of [1e-12, 1e-6, 0.003, 0.02, 0.07, 0.3, 0.5]) {
        expectClose(law.below(law.lowerQuantile(share)) / share, 1);
        expectClose(law.above(law.upperQuantile(share)) / share, 1);
      }
    }
  });
});

it("no layout invents a distance where nothing changed", () => {
  for (const drift of DRIFT_CASES) {
    const same = { ...drift, current: drift.reference };
    const truth = { distances: ofAll(1), meanOfReference: 1, meanOfCurrent: 1 };
    for (const { boundsFor } of LAYOUTS) {
      const errors = Object.values(measureErrors(same, boundsFor(same), truth));
      expect(errors.every((error) => error === -1)).toBe(true);
    }
  }
});

it("scores under OpenTelemetry's default bounds are undetermined, not unchanged", () => {
  const defaults = LAYOUTS.find(({ name }) => name === "OpenTelemetry's default bounds");
  const [reference, current] = [0, 0.3].map((shift) =>
    distributionFromValues([0.1 + shift, 0.2 + shift, 0.6 + shift], defaults!.boundsFor(DRIFT_CASES[0]!)),
  );
  for (const id of ["psi", "js-distance", "hellinger", "total-variation", "ks"]) {
    const result = computeStatistic(id, { reference: reference!, current: current! });
    expect(result).toMatchObject({ kind: "undetermined", reason: "one-cell" });
  }
});

it("docs/binning.md says what is measured: write it with npm run binning", () => {
  expect(readFileSync(new URL("../../docs/binning.md", import.meta.url), "utf8")).toBe(describeBinning());
});

function ofAll(value: number): ReturnType<typeof computeTrueDistances>["distances"] {
  return {
    psi: value,
    "js-distance": value,
    hellinger: value,
    "total-variation": value,
    ks: value,
    "wasserstein-1": value,
  };
}

function expectClose(value: number, expected: number): void {
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(2e-6 * Math.abs(expected));
}
