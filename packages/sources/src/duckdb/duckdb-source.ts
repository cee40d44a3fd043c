import { ModelwatchError } from "@modelwatch/conventions";
import type { DuckDBInstance } from "@duckdb/node-api";
import type { SeriesDictionary } from "../series-dictionary.js";
import type { Source, SourceHealth } from "../source.js";
import { readCategoryWindows } from "./category-windows.js";
import { readHistogramWindows } from "./histogram-windows.js";
import { readLabelNames } from "./label-names.js";
import { readLabelValues } from "./label-values.js";
import { withSnapshot } from "./reader.js";
import type { StoreSnapshot } from "./reader.js";
import { readReferences } from "./references.js";
import { readSumWindows } from "./sum-windows.js";

export interface OpenStore {
  readonly path: string;
  readonly instance: DuckDBInstance;
  readonly dictionary: SeriesDictionary;
  readonly isClosed: () => boolean;
  readonly close: () => Promise<void>;
}

/** The reading half of an open store: each answer comes from one snapshot, on a connection of its own. */
export function createDuckDbSource(store: OpenStore): Source {
  const { path, instance, dictionary } = store;
  const answer =
    <Request, Answer>(read: (snapshot: StoreSnapshot, request: Request) => Promise<Answer>) =>
    async (request: Request, signal?: AbortSignal): Promise<Answer> => {
      if (store.isClosed()) throw new ModelwatchError("unavailable", `the embedded store ${path} is closed`);
      return withSnapshot(instance, dictionary, path, signal, (snapshot) => read(snapshot, request));
    };
  const health = answer(readHealth);
  return {
    capabilities: { exactCounts: true, regexMatchers: true },
    histogramWindows: answer(readHistogramWindows),
    categoryWindows: answer(readCategoryWindows),
    sumWindows: answer(readSumWindows),
    references: answer(readReferences),
    labelValues: answer(readLabelValues),
    labelNames: answer(readLabelNames),
    health: (signal) => health(undefined, signal),
    close: store.close,
  };
}

const EXTENT = `
  SELECT count(*)::DOUBLE, coalesce(min(time_ms), 0)::DOUBLE, coalesce(max(time_ms), 0)::DOUBLE
  FROM (
    SELECT time_ms FROM histograms UNION ALL SELECT time_ms FROM exponentials UNION ALL SELECT time_ms FROM numbers
  )`;

async function readHealth(snapshot: StoreSnapshot): Promise<SourceHealth> {
  const [points, from, to] = await snapshot.query(EXTENT, {});
  const count = points?.[0] ?? 0;
  const extent = count === 0 ? "" : ` from ${toIso(from)} to ${toIso(to)}`;
  return {
    ok: true,
    message: `embedded store with ${count} points in ${snapshot.dictionary.size} series${extent}`,
  };
}

function toIso(column: Float64Array | undefined): string {
  return new Date(column?.[0] ?? 0).toISOString();
}
