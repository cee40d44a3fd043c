import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startReceiver } from "@modelwatch/collector-stage";
import type { Labels } from "@modelwatch/sources";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";

const DAY_MS = 86_400_000;

export interface GroupTotal {
  readonly labels: Labels;
  readonly count: number;
}

/** An OTLP receiver on a free port with DuckDB behind it, which says what was counted. */
export interface CountingReceiver {
  readonly url: string;
  /** How many values histograms of a metric hold, for each group. */
  countValues(metric: string, groupBy?: readonly string[]): Promise<readonly GroupTotal[]>;
  /** What counters of a metric add up to, for each group. */
  countSums(metric: string, groupBy?: readonly string[]): Promise<readonly GroupTotal[]>;
  /** The rows of a reference histogram, one element for each of its groups. */
  referenceRows(metric: string, groupBy?: readonly string[]): Promise<readonly number[]>;
  close(): Promise<void>;
}

export async function startCountingReceiver(): Promise<CountingReceiver> {
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-"));
  const { sink, source } = await openDuckDbStore({ path: join(folder, "store.duckdb") });
  const receiver = await startReceiver({ sink, port: 0 });
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
  /** Two days: midnight may pass while a test runs. */
  const edges = [today, today + 2 * DAY_MS];
  return {
    url: receiver.url,
    countValues: async (metric, groupBy = []) => {
      const series = await source.histogramWindows({ metric, matchers: [], groupBy, edges });
      return series.map(({ labels, windows }) => ({ labels, count: sumOf(windows.counts) }));
    },
    countSums: async (metric, groupBy = []) => {
      const series = await source.sumWindows({ metric, matchers: [], groupBy, edges });
      return series.map(({ labels, sums }) => ({ labels, count: sumOf(sums) }));
    },
    referenceRows: async (metric, groupBy = []) => {
      const atMs = edges[1] ?? 0;
      const request = { metric, matchers: [], groupBy, atMs, lookBackMs: 2 * DAY_MS };
      const series = await source.references(request);
      return series.map(({ windows }) => sumOf(windows.counts));
    },
    close: async () => {
      await receiver.close();
      await sink.close();
      await rm(folder, { recursive: true });
    },
  };
}

function sumOf(counts: ArrayLike<number>): number {
  return Array.from(counts).reduce((sum, count) => sum + count, 0);
}
