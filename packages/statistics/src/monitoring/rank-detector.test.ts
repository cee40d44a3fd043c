import { describe, expect, it } from "vitest";
import { createRandomSource } from "./fixtures/draw-windows.js";
import { BETS, normalScore, payRank, type Rank } from "./rank-bets.js";
import { RankDetector } from "./rank-detector.js";

function rankOf(below: number, earlier: number): Rank {
  return { below, equal: 0, earlier, score: normalScore(below, 0, earlier) };
}

/** The last window's rank is always the highest. */
const HIGHEST = Array.from({ length: 40 }, (_, window) => rankOf(300 + window, 300 + window));

describe("a detector on ranks", () => {
  it("is, per bet, the sum over all starts of what the bets since then have made", () => {
    const random = createRandomSource(1);
    const ranks = Array.from({ length: 60 }, (_, window) =>
      rankOf(Math.floor(random.uniform() * (101 + window)), 100 + window),
    );
    const detector = new RankDetector(0.5, "both-sides");
    ranks.forEach((rank, window) => detector.bet(window, rank));
    const pays = ranks.map((rank) => {
      const row = new Float64Array(BETS);
      payRank(rank, row);
      return row;
    });
    let sum = 0;
    for (let bet = 0; bet < BETS; bet++) {
      for (let start = 0; start < ranks.length; start++) {
        sum += pays.slice(start).reduce((product, row) => product * row[bet]!, 0.6 * 0.5) / BETS;
      }
    }
    expect(detector.evidence / sum).toBeCloseTo(1, 10);
  });

  it("stops growing at a number that doubles hold, and comes down again", () => {
    const detector = new RankDetector(1, "both-sides");
    for (let window = 0; window < 500; window++) detector.bet(window, rankOf(4000, 4000));
    expect(detector.evidence).toBeGreaterThan(1e90);
    expect(detector.evidence).toBeLessThanOrEqual(1e100);
    for (let window = 0; window < 8000; window++) detector.bet(window, rankOf(2000, 4000));
    expect(detector.evidence).toBeLessThan(100);
  });

  it("that bets up alone hears nothing of a fall", () => {
    const [up, far] = [new RankDetector(1, "up"), new RankDetector(1, "far-up")];
    for (let window = 0; window < 100; window++) {
      up.bet(window, rankOf(0, 300));
      far.bet(window, rankOf(0, 300));
    }
    expect(up.evidence).toBeLessThan(1);
    expect(far.evidence).toBeLessThan(0.1);
  });

  it("says when its evidence began", () => {
    const detector = new RankDetector(1, "both-sides");
    for (let window = 0; window < 50; window++)
      detector.bet(window, rankOf(window % 2 === 0 ? 140 : 160, 300));
    HIGHEST.forEach((rank, window) => detector.bet(50 + window, rank));
    expect(detector.strongestStart()).toBeGreaterThanOrEqual(48);
    expect(detector.strongestStart()).toBeLessThanOrEqual(51);
  });

  it("starts again as if it had never bet", () => {
    const [used, fresh] = [new RankDetector(1, "both-sides"), new RankDetector(1, "both-sides")];
    HIGHEST.forEach((rank, window) => used.bet(window, rank));
    used.restart();
    expect(used.evidence).toBe(0);
    used.bet(40, HIGHEST[3]!);
    fresh.bet(40, HIGHEST[3]!);
    expect(used.evidence).toBe(fresh.evidence);
    expect(used.strongestStart()).toBe(40);
  });
});
