import { describe, expect, it } from "vitest";
import { createRandomSource } from "./fixtures/draw-windows.js";
import { RecursiveGain } from "./recursive-gain.js";
import { RecursiveResiduals } from "./recursive-residuals.js";

const BURN_IN = 200;
const isNight = (window: number): boolean => window % 24 < 10;

function residualsOf(values: readonly number[], noise: (window: number) => number = () => 1): number[] {
  const whitening = new RecursiveResiduals();
  return values.map((value, window) => {
    whitening.next(value, noise(window));
    return whitening.residual;
  });
}

function moment(values: readonly number[], lag = 0): number {
  const used = values.slice(BURN_IN);
  return used.slice(lag).reduce((sum, value, at) => sum + value * used[at]!, 0) / (used.length - lag);
}

/** An autoregression over minutes, as means of five of them. */
function fiveMinuteMeans(rho: number, windows: number, seed: number): number[] {
  const random = createRandomSource(seed);
  let effect = 0;
  return Array.from({ length: windows }, () => {
    let sum = 0;
    for (let minute = 0; minute < 5; minute++) {
      effect = rho * effect + Math.sqrt(1 - rho * rho) * random.normal();
      sum += effect / 5;
    }
    return sum;
  });
}

describe("recursive residuals", () => {
  it.each([0, 0.9, 0.98, 0.996])(
    "of an autoregression with ρ = %d a minute are white with variance 1",
    (rho) => {
      const residuals = residualsOf(fiveMinuteMeans(rho, 6000, 3));
      expect(Math.abs(moment(residuals, 1))).toBeLessThan(0.05);
      expect(Math.abs(moment(residuals, 2))).toBeLessThan(0.05);
      expect(moment(residuals)).toBeGreaterThan(0.93);
      expect(moment(residuals)).toBeLessThan(1.07);
    },
  );

  it("have the same spread by night as by day, when a tenth of the rows come", () => {
    const random = createRandomSource(4);
    const values = Array.from(
      { length: 5000 },
      (_, window) => random.normal() * (isNight(window) ? Math.sqrt(10) : 1),
    );
    const residuals = residualsOf(values, (window) => (isNight(window) ? 10 : 1));
    for (const night of [true, false]) {
      const part = residuals.filter((_, window) => window >= BURN_IN && isNight(window) === night);
      const variance = part.reduce((sum, residual) => sum + residual * residual, 0) / part.length;
      expect(variance).toBeGreaterThan(0.9);
      expect(variance).toBeLessThan(1.1);
    }
  });

  it("do not look ahead", () => {
    const values = fiveMinuteMeans(0.9, 300, 5);
    const changed = values.map((value, window) => (window >= 250 ? 100 : value));
    expect(residualsOf(changed).slice(0, 250)).toEqual(residualsOf(values).slice(0, 250));
  });

  it("are not deafened by one wild window", () => {
    const values = fiveMinuteMeans(0.5, 2000, 6);
    const wild = values.map((value, window) => (window === 1000 ? 1e6 : value));
    const [plain, after] = [residualsOf(values).slice(1010), residualsOf(wild).slice(1010)];
    plain.forEach((residual, window) => expect(Math.abs(residual - after[window]!)).toBeLessThan(0.1));
  });

  it("stay finite for a signal that never moves", () => {
    expect(residualsOf(Array.from({ length: 500 }, () => 3)).every(Number.isFinite)).toBe(true);
  });
});

it("the gain of recursive least squares is that of the normal equations", () => {
  const random = createRandomSource(7);
  const gain = new RecursiveGain([4, 0.5]);
  // precision of two coefficients: prior, then Σ x x' / variance
  const precision = [1 / 4, 0, 1 / 0.5];
  for (let window = 0; window < 200; window++) {
    const [x, y, variance] = [random.normal(), random.normal(), 0.5 + random.uniform()];
    gain.regressors.set([x, y]);
    const leverage = gain.prepare();
    const determinant = precision[0]! * precision[2]! - precision[1]! ** 2;
    const expected =
      (precision[2]! * x * x - 2 * precision[1]! * x * y + precision[0]! * y * y) / determinant;
    expect(leverage / expected).toBeCloseTo(1, 9);
    gain.learn(variance + leverage);
    precision[0]! += (x * x) / variance;
    precision[1]! += (x * y) / variance;
    precision[2]! += (y * y) / variance;
  }
});
