import { computeComparisons, criticalLogPValue, type Comparisons } from "@modelwatch/statistics";
import type { BenchRow } from "./bench-row.js";
import { BUCKETS, createModelSeries, DISTRIBUTIONS, WINDOWS, type Series } from "./distances-series.js";

const ROUNDS = 21;
const WARM_UPS = 4;
const MANY = 1000;

/** Every statistic of the registry that applies to numbers, with intervals, noise floors, p-values and corrections. */
export async function run(): Promise<BenchRow[]> {
  const series = createModelSeries();
  const model = medianMilliseconds(() => correct(series.map(compare)));
  const many = createMany(series);
  const manyMilliseconds = medianMilliseconds(() => {
    for (const each of many) compare(each);
  }, 3);
  const perModel = medianMilliseconds(() => series.forEach(compare));
  const statistics = computeComparisons(series[0]!.windows, series[0]!.reference).statistics.size;
  const shape = (distributions: number): string =>
    `${statistics} statistics, ${distributions} × ${WINDOWS} windows × ${BUCKETS} buckets`;
  const growth = manyMilliseconds / MANY / (perModel / DISTRIBUTIONS);
  return [
    {
      ...goal(model, "ms", "≤ 60 ms", model <= 60),
      name: `${shape(DISTRIBUTIONS)}, with Holm and Benjamini–Hochberg over all p-values of a test`,
    },
    { ...goal(manyMilliseconds / 1000, "s", "≤ 2 s", manyMilliseconds <= 2000), name: shape(MANY) },
    {
      ...goal(growth, "×", "≤ 1.3: linear", growth <= 1.3),
      name: `time per distribution, ${MANY} beside ${DISTRIBUTIONS}`,
    },
    memoryRow(series[0]!),
  ];
}

function goal(value: number, unit: string, text: string, holds: boolean): Omit<BenchRow, "name"> {
  return { value, unit, rival: "", ratio: null, goal: text, holds };
}

function compare({ windows, reference }: Series): Comparisons {
  return computeComparisons(windows, reference);
}

/** Where Holm and Benjamini–Hochberg reject in one family per test: its p-values of all members and windows. */
function correct(compared: readonly Comparisons[]): number {
  let lowest = 0;
  for (const [id, { log10PValue }] of compared[0]?.statistics ?? []) {
    if (log10PValue === undefined) continue;
    const family = new Float64Array(compared.length * WINDOWS);
    compared.forEach(({ statistics }, member) => {
      const logs = statistics.get(id)?.log10PValue;
      for (let window = 0; window < WINDOWS; window++) {
        family[member * WINDOWS + window] = logs![window]! * Math.LN10;
      }
    });
    for (const correction of ["holm", "bh"] as const) {
      lowest = Math.min(lowest, criticalLogPValue(family, correction, 0.05));
    }
  }
  return lowest;
}

/** Distributions of their own in memory, not one many times. */
function createMany(series: readonly Series[]): Series[] {
  return Array.from({ length: MANY }, (_, index) => {
    const { windows, reference } = series[index % series.length]!;
    return { windows: { ...windows, counts: windows.counts.slice() }, reference };
  });
}

/** Bytes of all columns beside the bytes of the counts. */
function memoryRow(series: Series): BenchRow {
  const { statistics, cells, oneSidedCells } = compare(series);
  const columns = new Set<ArrayBufferView>([cells, oneSidedCells]);
  for (const each of statistics.values()) for (const column of Object.values(each)) columns.add(column);
  const bytes = [...columns].reduce((sum, column) => sum + column.byteLength, 0);
  const ratio = bytes / series.windows.counts.byteLength;
  return { ...goal(ratio, "×", "≤ 2", ratio <= 2), name: "bytes of the results beside those of the counts" };
}

/** Median processor time of some work. */
function medianMilliseconds(work: () => unknown, rounds = ROUNDS): number {
  const times: number[] = [];
  for (let round = -WARM_UPS; round < rounds; round++) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    if (round >= 0) times.push((user + system) / 1000);
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)]!;
}
