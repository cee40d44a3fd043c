import {
  estimateOverdispersion,
  referenceRobustDetector,
  referenceRobustEvidence,
} from "@modelwatch/statistics";
import { describe, expect, it } from "vitest";
import { drawCounts, drawGroupedCounts, drawWindows, mostAlarms } from "./counts.js";
import { createRandom, drawNormal } from "./random.js";

const CELLS = 10;
const FLAT = Array.from({ length: CELLS }, () => 1 / CELLS);
const SKEWED = Array.from({ length: CELLS }, (_, k) => 0.6 ** k);
const WINDOWS = 168;
const ALPHA = 0.05;

interface Setting {
  readonly reference: Float64Array;
  readonly counts: Float64Array;
  readonly hellingerTolerance?: number;
  readonly overdispersion?: number;
}

/** The first window that alarms, or undefined. */
function alarmWindow(setting: Setting): number | undefined {
  const evidence = referenceRobustEvidence({
    cells: CELLS,
    alpha: ALPHA,
    delta: 0.01,
    hellingerTolerance: 0,
    overdispersion: 1,
    ...setting,
  });
  if (evidence.kind !== "value") throw new Error(evidence.reason);
  const window = evidence.logEvidence.findIndex((log) => log >= evidence.logThreshold);
  return window === -1 ? undefined : window;
}

function countAlarms(runs: number, draw: (run: number) => Setting): number {
  let alarms = 0;
  for (let run = 0; run < runs; run++) if (alarmWindow(draw(run)) !== undefined) alarms++;
  return alarms;
}

/** Shares as far from `shares` as total variation says: even cells gain what odd cells lose. */
function drift(shares: readonly number[], totalVariation: number): number[] {
  const cells = shares.length;
  return shares.map((share, k) => share + ((k % 2 === 0 ? 1 : -1) * 2 * totalVariation) / cells);
}

describe("reference-robust evidence without drift", () => {
  const RUNS = 300;

  it.each([
    ["3,000 reference rows, 168 windows of 500", FLAT, () => 500],
    ["skewed shares", SKEWED, () => 500],
    ["windows of 20 to 2,000 rows", FLAT, (random: () => number) => Math.round(20 * 100 ** random())],
  ] as const)("alarms in at most α of runs: %s", (name, shares, size) => {
    const random = createRandom(name.length);
    const alarms = countAlarms(RUNS, () => ({
      reference: drawCounts(random, 3000, shares),
      counts: drawWindows(WINDOWS, () => drawCounts(random, size(random), shares)),
    }));
    expect(alarms).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
  });

  it("is more careful than a plugged-in reference, which alarms almost always", () => {
    const random = createRandom(3);
    const runs = 60;
    const alarms = countAlarms(runs, () => {
      const reference = drawCounts(random, 3000, FLAT);
      // a reference of the same shares that claims to be known exactly
      return {
        reference: reference.map((count) => count * 1000),
        counts: drawWindows(WINDOWS, () => drawCounts(random, 500, FLAT)),
      };
    });
    expect(alarms).toBeGreaterThan(0.8 * runs);
  });

  it("passes over drift within the tolerance", () => {
    const random = createRandom(4);
    const runs = 100;
    // Hellinger distance .019 from the true shares
    const near = drift(FLAT, 0.054);
    const alarms = countAlarms(runs, () => ({
      reference: drawCounts(random, 20_000, FLAT),
      counts: drawWindows(WINDOWS, () => drawCounts(random, 500, near)),
      hellingerTolerance: 0.04,
    }));
    expect(alarms).toBeLessThanOrEqual(mostAlarms(runs, ALPHA));
  });
});

/** Five rows of an entity are equal; `history` is what the divisor is estimated from. */
function drawGroups(random: () => number): {
  reference: Float64Array;
  counts: Float64Array;
  history: Float64Array;
} {
  return {
    reference: drawGroupedCounts(random, 5000, 5, FLAT),
    counts: drawWindows(WINDOWS, () => drawGroupedCounts(random, 500, 5, FLAT)),
    history: drawWindows(90, () => drawGroupedCounts(random, 500, 5, FLAT)),
  };
}

describe("rows that depend on each other", () => {
  const RUNS = 150;

  it("alarm falsely without the correction, and not with it: groups of five equal rows", () => {
    const random = createRandom(5);
    let corrected = 0;
    let plain = 0;
    const estimates: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      const { history, ...data } = drawGroups(random);
      const estimate = estimateOverdispersion({ counts: history, cells: CELLS });
      if (estimate.kind !== "value") throw new Error(estimate.reason);
      estimates.push(estimate.overdispersion);
      if (alarmWindow(data) !== undefined) plain++;
      if (alarmWindow({ ...data, overdispersion: estimate.overdispersion }) !== undefined) corrected++;
    }
    expect(plain).toBeGreaterThan(0.3 * RUNS);
    expect(corrected).toBeLessThanOrEqual(mostAlarms(RUNS, ALPHA));
    const mean = estimates.reduce((sum, each) => sum + each, 0) / RUNS;
    // the truth is 5; up to a standard error more is intended
    expect(mean).toBeGreaterThan(5);
    expect(mean).toBeLessThan(6.5);
  });

  it("are believed to be independent where they are", () => {
    const random = createRandom(6);
    const estimates = Array.from({ length: 60 }, () => {
      const counts = drawWindows(90, () => drawCounts(random, 500, FLAT));
      const estimate = estimateOverdispersion({ counts, cells: CELLS });
      return estimate.kind === "value" ? estimate.overdispersion : Number.NaN;
    });
    expect(estimates.reduce((sum, each) => sum + each, 0) / estimates.length).toBeLessThan(1.3);
  });

  it("are seen through a slow wave in the shares: autocorrelated windows need a much larger divisor", () => {
    const random = createRandom(7);
    let level = 0;
    const counts = drawWindows(400, () => {
      level = 0.9 * level + Math.sqrt(1 - 0.81) * drawNormal(random);
      const shares = FLAT.map((share, k) => share * Math.exp(0.1 * level * (k / CELLS - 0.45)));
      return drawCounts(random, 500, shares);
    });
    const estimate = estimateOverdispersion({ counts, cells: CELLS });
    if (estimate.kind !== "value") throw new Error(estimate.reason);
    // long-run variance of the wave is (1 + ρ)/(1 − ρ) = 19 times that of one window
    expect(estimate.lags).toBeGreaterThan(5);
    expect(estimate.overdispersion).toBeGreaterThan(4);
  });
});

describe("reference-robust evidence with drift", () => {
  it.each([
    [50_000, 0.046, 20],
    [50_000, 0.028, 80],
    [3000, 0.1, 10],
  ])(
    "from %d reference rows finds total variation %d in a median of at most %d windows of 500",
    (n0, tv, most) => {
      const random = createRandom(n0 + most);
      const drifted = drift(FLAT, tv);
      const delays = Array.from({ length: 31 }, () => {
        const reference = drawCounts(random, n0, FLAT);
        const counts = drawWindows(WINDOWS, () => drawCounts(random, 500, drifted));
        return 1 + (alarmWindow({ reference, counts }) ?? WINDOWS);
      }).sort((a, b) => a - b);
      expect(delays[15]).toBeLessThanOrEqual(most);
    },
  );
});

describe("the detector", () => {
  const A = 90;
  const detect = (reference: Float64Array, counts: Float64Array): number | undefined => {
    const detector = referenceRobustDetector({
      reference,
      counts,
      cells: CELLS,
      alpha: ALPHA,
      delta: 0.01,
      hellingerTolerance: 0,
      overdispersion: 1,
      unitDays: 1,
    });
    if (detector.kind !== "value") throw new Error(detector.reason);
    const window = detector.logDetector.findIndex((log) => log >= Math.log(A));
    return window === -1 ? undefined : window;
  };

  it("without drift alarms less than once in A days", () => {
    const random = createRandom(8);
    const runs = 60;
    const alarms = Array.from({ length: runs }, () => {
      const reference = drawCounts(random, 20_000, FLAT);
      return detect(
        reference,
        drawWindows(A, () => drawCounts(random, 500, FLAT)),
      );
    }).filter((window) => window !== undefined).length;
    // an average run length of A days allows at most 1 − 1/e of runs to alarm within A days
    expect(alarms).toBeLessThanOrEqual(mostAlarms(runs, 1 - Math.exp(-1)));
  });

  it("finds a change after 60 quiet days sooner than evidence from the anchor", () => {
    const random = createRandom(9);
    const drifted = drift(FLAT, 0.05);
    let detector = 0;
    let anchored = 0;
    for (let run = 0; run < 15; run++) {
      const reference = drawCounts(random, 50_000, FLAT);
      const counts = drawWindows(120, (day) => drawCounts(random, 500, day < 60 ? FLAT : drifted));
      detector += detect(reference, counts) ?? 120;
      anchored += alarmWindow({ reference, counts }) ?? 120;
    }
    expect(detector).toBeGreaterThan(15 * 60);
    expect(detector).toBeLessThan(anchored);
  });
});
