import type { DistributionWindows, MonitorSeason } from "@modelwatch/statistics";
import { drawArrivals, drawBinomial } from "./draw-binomial.js";
import { drawFeature } from "./draw-windows.js";
import { MINUTES_PER_DAY, simulateEffects } from "./effects.js";
import { MODEL, RARE_CATEGORY_MODEL, type Change, type SimulatedFeature } from "./features.js";
import { createRandomStream } from "./random-stream.js";
import type { Traffic } from "./traffics.js";

export interface SimulationOptions {
  readonly seed: number;
  readonly windows: number;
  /** Width of a window: 5 or 60. */
  readonly minutesPerWindow: number;
}

/** A simulated model without arms. Features are drawn one at a time, each the same whichever others are drawn. */
export interface SimulatedModel {
  readonly features: readonly SimulatedFeature[];
  readonly season: MonitorSeason;
  /** The windows of one feature; from window `from` on, where given, under `change`. */
  draw(feature: number, change?: { readonly kind: Change; readonly from: number }): DistributionWindows;
}

const ROWS_PER_MINUTE = 300;

export function simulateModel(traffic: Traffic, options: SimulationOptions): SimulatedModel {
  const { seed, windows, minutesPerWindow } = options;
  const features = featuresOf(traffic);
  const spanMinutes = new Uint16Array(windows).fill(minutesPerWindow);
  const rows = simulateArrivals(traffic, seed, spanMinutes);
  return {
    features,
    season: seasonOf(options),
    draw(index, change) {
      const feature = features[index]!;
      const after = change && feature.tableAfter(change.kind);
      const random = createRandomStream(seed, index);
      return drawFeature(feature, random, {
        windows,
        spansPerWindow: 1,
        rows,
        effects: simulateEffects(traffic, createRandomStream(seed, 1000 + index), spanMinutes),
        groupSize: traffic.groupSize ?? 1,
        dirichletConcentration: concentrationOf(traffic, minutesPerWindow),
        tableOf: (window) =>
          change !== undefined && after !== undefined && window >= change.from ? after : feature.table,
      });
    },
  };
}

export function featuresOf(traffic: Traffic): readonly SimulatedFeature[] {
  return traffic.hasRareCategory ? RARE_CATEGORY_MODEL : MODEL;
}

/** Where the middle of each window stands on the clock; the first is a Monday's midnight. */
export function seasonOf({ windows, minutesPerWindow }: Omit<SimulationOptions, "seed">): MonitorSeason {
  const hours = Float64Array.from(
    { length: windows },
    (_, window) => ((window + 0.5) * minutesPerWindow) / 60,
  );
  return {
    hourOfDay: hours.map((hour) => hour % 24),
    dayOfWeek: Uint8Array.from(hours, (hour) => (1 + Math.floor(hour / 24)) % 7),
  };
}

/** Rows of each span of time: Poisson, in whole groups, less at night where the traffic says so. */
export function simulateArrivals(traffic: Traffic, seed: number, spanMinutes: Uint16Array): Float64Array {
  const random = createRandomStream(seed, 2000);
  const groupSize = traffic.groupSize ?? 1;
  let minute = 0;
  return Float64Array.from(spanMinutes, (minutes) => {
    const rate = ROWS_PER_MINUTE * shareOfNoon(traffic, minute + minutes / 2);
    minute += minutes;
    return groupSize * drawArrivals(random, (rate * minutes) / groupSize);
  });
}

/** Noon has the most rows; between midnight and noon the logarithm follows a cosine. */
function shareOfNoon({ nightShare }: Traffic, minute: number): number {
  if (nightShare === undefined) return 1;
  return nightShare ** ((1 + Math.cos((2 * Math.PI * minute) / MINUTES_PER_DAY)) / 2);
}

/** Wider windows average the shares of five minutes: as concentrated as the variance of that average says. */
function concentrationOf({ dirichletConcentration }: Traffic, minutesPerWindow: number): number | undefined {
  if (dirichletConcentration === undefined) return undefined;
  return (minutesPerWindow / 5) * (dirichletConcentration + 1) - 1;
}

/** The two arms of an experiment in which they are alike; feature by feature. */
export interface SimulatedArms {
  readonly features: readonly SimulatedFeature[];
  readonly season: MonitorSeason;
  draw(feature: number): { readonly a: DistributionWindows; readonly b: DistributionWindows };
}

export function simulateArms(traffic: Traffic, options: SimulationOptions): SimulatedArms {
  const { seed, windows, minutesPerWindow } = options;
  const features = featuresOf(traffic);
  const half = Math.floor(minutesPerWindow / 2);
  const spanMinutes = Uint16Array.from({ length: 2 * windows }, (_, span) =>
    span % 2 === 0 ? half : minutesPerWindow - half,
  );
  const rows = simulateArrivals(traffic, seed, spanMinutes);
  const groupSize = traffic.groupSize ?? 1;
  const splits = createRandomStream(seed, 3000);
  const toB = rows.map(
    (count, span) =>
      groupSize * drawBinomial(splits, count / groupSize, shareOfB(traffic, span, 2 * windows)),
  );
  const toA = rows.map((count, span) => count - toB[span]!);
  return {
    features,
    season: seasonOf(options),
    draw(index) {
      const feature = features[index]!;
      const random = createRandomStream(seed, index);
      const effects = simulateEffects(traffic, createRandomStream(seed, 1000 + index), spanMinutes);
      const arm = (rowsOfArm: Float64Array): DistributionWindows =>
        drawFeature(feature, random, {
          windows,
          spansPerWindow: 2,
          rows: rowsOfArm,
          effects,
          groupSize,
          dirichletConcentration: undefined,
          tableOf: () => feature.table,
        });
      return { a: arm(toA), b: arm(toB) };
    },
  };
}

/** Arm b gets 5 to 50 % of the rows: growing over the whole time, or in the second half of each window. */
function shareOfB({ arms }: Traffic, span: number, spans: number): number {
  if (arms === "ramping") return 0.05 + (0.45 * span) / spans;
  return arms === "stepping" && span % 2 === 0 ? 0.05 : 0.5;
}
