import { describe, expect, it } from "vitest";
import { IdHash } from "./id-hash.js";
import { SlotIndex } from "./slot-index.js";

describe("the hash of an id", () => {
  it("tells 300,000 ids of the kinds people use apart", () => {
    const hash = new IdHash();
    const seen = new Set<string>();
    for (let number = 0; number < 100_000; number++) {
      const padded = number.toString().padStart(12, "0");
      for (const id of [number, `request-${number}`, `f81d4fae-7dec-11d0-a765-${padded}`]) {
        hash.read(id);
        seen.add(`${hash.low} ${hash.high}`);
      }
    }
    expect(seen.size).toBe(300_000);
  });

  it("spreads consecutive ids evenly over the low bits, where a table looks", () => {
    const hash = new IdHash();
    const buckets = new Uint32Array(1024);
    for (let number = 0; number < 1024 * 100; number++) {
      hash.read(`order-${number}`);
      buckets[hash.low % 1024]! += 1;
    }
    // χ² with 1023 degrees of freedom: mean 1023, standard deviation 45
    const chiSquared = buckets.reduce((total, count) => total + (count - 100) ** 2 / 100, 0);
    expect(chiSquared).toBeGreaterThan(1023 - 6 * 45);
    expect(chiSquared).toBeLessThan(1023 + 6 * 45);
  });
});

describe("the index of slots", () => {
  it("finds what is left after removals, also where all keys want one place", () => {
    const index = new SlotIndex(8);
    for (let slot = 0; slot < 8; slot++) index.add(16 * slot + 15, slot, slot);
    for (const slot of [0, 3, 7]) index.remove(slot);
    const found = Array.from({ length: 8 }, (_, slot) => index.find(16 * slot + 15, slot));
    expect(found).toEqual([-1, 1, 2, -1, 4, 5, 6, -1]);
  });
});
