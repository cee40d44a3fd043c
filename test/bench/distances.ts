import { computeDistances, distributionFromValues, FAST_DISTANCES } from "@modelwatch/statistics";
import type { Distribution, DistributionWindows } from "@modelwatch/statistics";
import type { BenchRow } from "./bench-row.js";
import { naiveDistances, type NaiveHistogram } from "./distances-naive.js";
import { measureNumpy } from "./distances-numpy.js";
import { interleave } from "./interleave.js";

const DISTRIBUTIONS = 26;
const WINDOWS = 336;
const BUCKETS = 32;
const VALUES_PER_WINDOW = 500;
const BOUNDS = Float64Array.from({ length: BUCKETS - 1 }, (_, index) => (index + 1) / BUCKETS);

/** Uniform numbers of a fixed seed (Park and Miller 1988). */
function createRandom(): () => number {
  let state = 42;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

interface Series {
  readonly windows: DistributionWindows;
  readonly reference: Distribution;
}

function createSeries(random: () => number): Series {
  const draw = (count: number): Distribution =>
    distributionFromValues(
      Array.from({ length: count }, () => (random() + random()) / 2),
      BOUNDS,
    );
  const counts = new Float64Array(WINDOWS * BUCKETS);
  const sums = new Float64Array(WINDOWS);
  for (let window = 0; window < WINDOWS; window++) {
    const drawn = draw(VALUES_PER_WINDOW);
    counts.set(drawn.counts, window * BUCKETS);
    sums[window] = drawn.kind === "numeric" ? (drawn.sum ?? 0) : 0;
  }
  const totals = new Float64Array(WINDOWS).fill(VALUES_PER_WINDOW);
  const layout = { kind: "numeric", bounds: BOUNDS } as const;
  return {
    windows: { layout, windows: WINDOWS, cells: BUCKETS, counts, totals, sums },
    reference: draw(50_000),
  };
}

/** The same counts as the objects that a program without typed arrays would hold. */
function toNaive({ windows, reference }: Series): { reference: NaiveHistogram; windows: NaiveHistogram[] } {
  const bounds = Array.from(BOUNDS);
  const sum = reference.kind === "numeric" ? reference.sum : undefined;
  return {
    reference: { bounds, counts: Array.from(reference.counts), sum: sum ?? 0 },
    windows: Array.from({ length: WINDOWS }, (_, window) => ({
      bounds,
      counts: Array.from(windows.counts.subarray(window * BUCKETS, (window + 1) * BUCKETS)),
      sum: windows.sums?.[window] ?? 0,
    })),
  };
}

/** Six distances of 26 distributions over 336 windows of 32 buckets: our kernels, plain JavaScript and vectorised numpy. */
export async function run(): Promise<BenchRow[]> {
  const random = createRandom();
  const series = Array.from({ length: DISTRIBUTIONS }, () => createSeries(random));
  const naive = series.map(toNaive);
  checkAgreement(series, naive);
  let sink = 0;
  const cells = DISTRIBUTIONS * WINDOWS * BUCKETS * FAST_DISTANCES.length;
  const times = interleave(
    {
      ours: () => {
        for (const { windows, reference } of series) {
          sink += computeDistances(windows, reference, FAST_DISTANCES).values[0] ?? 0;
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
  const name = `six distances, ${DISTRIBUTIONS} × ${WINDOWS} windows × ${BUCKETS} buckets, per bucket and distance`;
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
  const numpy = measureNumpy();
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
    const { values } = computeDistances(windows, reference, FAST_DISTANCES);
    const plain = naive[index];
    const expected = plain?.windows[0] === undefined ? [] : naiveDistances(plain.reference, plain.windows[0]);
    FAST_DISTANCES.forEach((id, column) => {
      const difference = Math.abs((values[column] ?? 0) - (expected[column] ?? Number.NaN));
      if (!(difference < 1e-9)) throw new Error(`${id}: ${values[column]} and ${expected[column]} differ`);
    });
  });
}
