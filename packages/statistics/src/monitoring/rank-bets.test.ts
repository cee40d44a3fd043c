import { describe, expect, it } from "vitest";
import { normalQuantile } from "../special/quantiles.js";
import { BET_SIZES, BETS, normalScore, payRank } from "./rank-bets.js";

function paysOf(below: number, equal: number, earlier: number): Float64Array {
  const pays = new Float64Array(BETS);
  payRank({ below, equal, earlier, score: normalScore(below, equal, earlier) }, pays);
  return pays;
}

/** Average of exp(μz − μ²/2), z = Φ⁻¹(u), over a cell, by substituting z: the density moved by μ, by Simpson's rule. */
function averageByQuadrature(size: number, low: number, high: number): number {
  const density = (z: number): number => Math.exp(-((z - size) ** 2) / 2) / Math.sqrt(2 * Math.PI);
  const steps = 2000;
  const width = (high - low) / steps;
  let sum = density(low) + density(high);
  for (let step = 1; step < steps; step++) sum += (step % 2 === 1 ? 4 : 2) * density(low + step * width);
  return (sum * width) / 3;
}

describe("bets on ranks", () => {
  it.each([1, 7, 40, 336, 4032])(
    "are fair: over all ranks among %d earlier values they pay 1 on average",
    (earlier) => {
      const total = new Float64Array(BETS);
      for (let below = 0; below <= earlier; below++) {
        paysOf(below, 0, earlier).forEach((pay, bet) => (total[bet] = total[bet]! + pay / (earlier + 1)));
      }
      total.forEach((mean) => {
        expect(mean).toBeLessThan(1 + 1e-5);
        expect(mean).toBeGreaterThan(0.998);
      });
    },
  );

  it("are worth what the integral over the cell is", () => {
    // the top cell of 39 reaches from Φ⁻¹(38/39) up; z above 12 has no mass in doubles
    const low = normalQuantile(38 / 39);
    const pays = paysOf(38, 0, 38);
    BET_SIZES.forEach((size, bet) => {
      expect(pays[bet]! / (39 * averageByQuadrature(size, low, 12))).toBeCloseTo(1, 8);
    });
  });

  it("pay for a high rank upwards what they pay for the mirrored rank downwards", () => {
    for (const below of [0, 3, 20, 55, 99]) {
      const up = paysOf(below, 0, 99);
      const down = paysOf(99 - below, 0, 99);
      BET_SIZES.forEach((_, bet) => {
        expect(up[bet]! / down[bet + BET_SIZES.length]!).toBeCloseTo(1, 8);
      });
    }
  });

  it("are made on the normal score, to 1e-6", () => {
    for (let below = 0; below < 1000; below++) {
      expect(Math.abs(normalScore(below, 0, 999) - normalQuantile((below + 0.5) / 1000))).toBeLessThan(1e-6);
    }
  });

  it("share the cells of a tie", () => {
    const tie = paysOf(90, 4, 99);
    const cells = [90, 91, 92, 93, 94].map((below) => paysOf(below, 0, 99));
    tie.forEach((pay, bet) => {
      const mean = cells.reduce((sum, pays) => sum + pays[bet]! / 5, 0);
      expect(pay / mean).toBeCloseTo(1, 6);
    });
  });

  it("say nothing where every earlier value is equal", () => {
    paysOf(0, 500, 500).forEach((pay) => expect(pay).toBeCloseTo(1, 10));
  });

  it("stay finite and positive at both ends of a long history", () => {
    for (const below of [0, 1e6]) {
      paysOf(below, 0, 1e6).forEach((pay) => {
        expect(pay).toBeGreaterThanOrEqual(0);
        expect(pay).toBeLessThan(1e6 + 2);
      });
    }
  });
});
