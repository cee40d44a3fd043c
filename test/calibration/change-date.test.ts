import {
  dateChange,
  scanMeans,
  scanShares,
  type ChangeScan,
  type Undetermined,
} from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { drawCounts, drawWindows, mostAlarms } from "./counts.js";
import { createRandom, drawNormal } from "./random.js";

const RUNS = 300;
const ALPHA = 0.05;
const WINDOWS = 40;

function value<T extends ChangeScan>(scan: T | Undetermined): T {
  if ("kind" in scan) throw new Error(scan.reason);
  return scan;
}

/** Half of the cells gain `change` of their share, the other half lose it. */
function sharesOf(cells: number, change: number): number[] {
  return Array.from({ length: cells }, (_, cell) => (1 + (2 * cell < cells ? change : -change)) / cells);
}

interface Rates {
  missed: number;
  claimed: number;
  width: number;
}

function run(cut: number, draw: () => ChangeScan): Rates {
  const rates = { missed: 0, claimed: 0, width: 0 };
  for (let i = 0; i < RUNS; i++) {
    const date = dateChange(draw(), ALPHA);
    if (date.low > cut || date.high < cut) rates.missed++;
    if (date.logPValue < Math.log(ALPHA)) rates.claimed++;
    rates.width += date.plausible / RUNS;
  }
  return rates;
}

describe("the interval of a date of change", () => {
  it.each([2, 8, 32])(
    "covers the true date with %d cells, whether the change is slight or plain",
    (cells) => {
      const random = createRandom(cells);
      for (const change of [0.04, 0.1, 0.2]) {
        for (const cut of [8, 20]) {
          const scan = () =>
            value(
              scanShares(
                drawWindows(WINDOWS, (w) => drawCounts(random, 200, sharesOf(cells, w < cut ? 0 : change))),
                cells,
              ),
            );
          const rates = run(cut, scan);
          expect(rates.missed, `change ${change} at ${cut}`).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
        }
      }
    },
  );

  it("covers the true date where windows resemble their neighbours", () => {
    const random = createRandom(5);
    for (const shift of [0.5, 1, 2]) {
      const rates = run(30, () => value(drawMeans(random, 0.5, (w) => (w < 30 ? 0 : shift))));
      expect(rates.missed, `shift ${shift}`).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
    }
  });

  it("narrows to a few of forty windows where the change is plain", () => {
    const random = createRandom(6);
    const draw = (w: number) => drawCounts(random, 200, sharesOf(8, w < 20 ? 0 : 0.2));
    const { width, claimed } = run(20, () => value(scanShares(drawWindows(WINDOWS, draw), 8)));
    expect(claimed).toBeGreaterThan(0.95 * RUNS);
    expect(width).toBeLessThan(6);
  });
});

describe("the test for a change at all", () => {
  it.each([2, 8, 32])("keeps its level with %d cells and no change", (cells) => {
    const random = createRandom(100 + cells);
    const { claimed } = run(0, () =>
      value(
        scanShares(
          drawWindows(WINDOWS, () => drawCounts(random, 200, sharesOf(cells, 0))),
          cells,
        ),
      ),
    );
    expect(claimed).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
  });

  it.each([0, 0.5])("keeps its level for means whose neighbours correlate by %d", (memory) => {
    const random = createRandom(7);
    const { claimed } = run(0, () => value(drawMeans(random, memory, () => 0)));
    expect(claimed).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
  });
});

/** Sixty windows of a hundred rows, whose common level remembers the window before. */
function drawMeans(random: () => number, memory: number, shift: (window: number) => number) {
  let level = 0;
  const counts = new Float64Array(60).fill(100);
  const sums = counts.map((n, w) => {
    level = memory * level + drawNormal(random);
    return n * (level + shift(w)) + Math.sqrt(n) * drawNormal(random);
  });
  return scanMeans(counts, sums);
}
