import { averageDetectors, referenceRobustDetector, type MonitorMember } from "@modelwatch/statistics";
import { sharesAtRest } from "../traffic/cell-table.js";
import { drawBinomial } from "../traffic/draw-binomial.js";
import { createRandomStream } from "../traffic/random-stream.js";
import { featuresOf } from "../traffic/simulate-traffic.js";
import type { Traffic } from "../traffic/traffics.js";
import { BUDGET_DAYS, REFERENCE_DAYS, windowsPerDay } from "./monitor-plan.js";

/** The share of models in which the training histogram of any member may mislead; each member has its part of it. */
const DELTA = 0.02;

/**
 * Alarms of the first days, in days, by hourly windows: a training histogram is the only reference, until the windows since
 * then are history enough for the engine behind alarms. After an alarm the detectors start again.
 */
export function trainingAlarms(
  traffic: Traffic,
  hourly: readonly MonitorMember[],
  seed: number,
): readonly number[] {
  const references = drawReferences(traffic, seed);
  const end = REFERENCE_DAYS * windowsPerDay(60);
  const threshold = Math.log(BUDGET_DAYS / (1 - DELTA));
  const alarms: number[] = [];
  for (let from = 0; from < end;) {
    const evidence = averageDetectors(
      hourly.map(({ windows }, index) => {
        const detector = referenceRobustDetector({
          reference: references[index]!,
          counts: windows.counts.subarray(from * windows.cells, end * windows.cells),
          cells: windows.cells,
          alpha: 0.05,
          delta: DELTA / hourly.length,
          hellingerTolerance: 0,
          overdispersion: 1,
          unitDays: 1 / windowsPerDay(60),
        });
        if (detector.kind === "undetermined") throw new Error(detector.reason);
        return detector.logDetector;
      }),
    );
    const crossed = evidence.findIndex((log) => log >= threshold);
    if (crossed === -1) break;
    from += crossed + 1;
    alarms.push(from / windowsPerDay(60));
  }
  return alarms;
}

/** A training histogram of each feature: its own rows, of the law that production follows too. */
function drawReferences(traffic: Traffic, seed: number): readonly Float64Array[] {
  const rows = traffic.trainingRows ?? 0;
  return featuresOf(traffic).map(({ table }, index) => {
    const random = createRandomStream(seed, 4000 + index);
    const shares = sharesAtRest(table);
    let left = rows;
    let mass = 1;
    return shares.map((share) => {
      const count = drawBinomial(random, left, Math.min(1, share / mass));
      left -= count;
      mass -= share;
      return count;
    });
  });
}
