import { computeDistances, type FastDistance } from "@modelwatch/statistics";
import type { BenchRow } from "./bench-row.js";
import { naiveDistances, type NaiveHistogram } from "./distances-naive.js";
import { measureNumpy } from "./distances-numpy.js";
import {
  BUCKETS,
  createModelSeries,
  DISTRIBUTIONS,
  sumOf,
  WINDOWS,
  type Series,
} from "./distances-series.js";
import { interleave } from "./interleave.js";

const DISTANCES = ["psi", "js-distance", "ks", "wasserstein-1"] as const satisfies readonly FastDistance[];

/** The same counts as the objects that a program without typed arrays would hold. */
function toNaive({ windows, reference }: Series): { reference: NaiveHistogram; windows: NaiveHistogram[] } {
  const { layout } = windows;
  const bounds = layout.kind === "numeric" ? Array.from(layout.bounds) : [];
  return {
    reference: { bounds, counts: Array.from(reference.counts), sum: sumOf(reference) },
    windows: Array.from({ length: WINDOWS }, (_, window) => ({
      bounds,
      counts: Array.from(windows.counts.subarray(window * BUCKETS, (window + 1) * BUCKETS)),
      sum: windows.sums?.[window] ?? 0,
    })),
  };
}

/** PSI, JS, KS and W1 of 26 distributions over 336 windows of 32 buckets: our kernels, plain JavaScript and vectorised numpy. */
export async function run(): Promise<BenchRow[]> {
  const series = createModelSeries();
  const naive = series.map(toNaive);
  checkAgreement(series, naive);
  let sink = 0;
  const cells = DISTRIBUTIONS * WINDOWS * BUCKETS * DISTANCES.length;
  const times = interleave(
    {
      ours: () => {
        for (const { windows, reference } of series) {
          sink += computeDistances(windows, reference, DISTANCES).values[0] ?? 0;
        }
      },
      plain: () => {
        for (const { windows, reference } of naive) {
          for (const window of windows) sink += naiveDistances(reference, window)[0] ?? 0;
        }
      },
    },
    cells,
    15,
  );
  if (!Number.isFinite(sink)) throw new Error("a distance was not finite");
  const name = `PSI, JS, KS and W1, ${DISTRIBUTIONS} × ${WINDOWS} windows × ${BUCKETS} buckets, per bucket and distance`;
  const row = (rival: string, theirs: number | null, most: number): BenchRow => {
    const ratio = theirs === null ? null : times.ours / theirs;
    return {
      name,
      value: times.ours,
      unit: "ns",
      rival,
      ratio,
      goal: `ratio ≤ ${most}`,
      holds: ratio === null ? null : ratio <= most,
    };
  };
  const numpy = measureNumpy(series);
  return [
    row("plain arrays and objects", times.plain, 0.3),
    numpy.kind === "measured"
      ? row(`vectorised ${numpy.version}`, numpy.nanoseconds, 1)
      : row(numpy.reason, null, 1),
  ];
}

/** Rivals must compute the same numbers, or the race means nothing. */
function checkAgreement(series: readonly Series[], naive: readonly ReturnType<typeof toNaive>[]): void {
  series.forEach(({ windows, reference }, index) => {
    const { values } = computeDistances(windows, reference, DISTANCES);
    const plain = naive[index];
    const expected = plain?.windows[0] === undefined ? [] : naiveDistances(plain.reference, plain.windows[0]);
    DISTANCES.forEach((id, column) => {
      const difference = Math.abs((values[column] ?? 0) - (expected[column] ?? Number.NaN));
      if (!(difference < 1e-9)) throw new Error(`${id}: ${values[column]} and ${expected[column]} differ`);
    });
  });
}
