import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MetricBatch, Source, WindowedSeries } from "@modelwatch/sources";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";
import { createMemoryStore } from "@modelwatch/sources/memory";

/** The same batches in memory and in DuckDB; `close` removes the file. */
export async function fillTwoStores(batches: readonly MetricBatch[]): Promise<{
  readonly memory: Source;
  readonly duckdb: Source;
  close(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-"));
  const [memory, duckdb] = [
    createMemoryStore(),
    await openDuckDbStore({ path: join(folder, "store.duckdb") }),
  ];
  for (const batch of batches) {
    await memory.sink.append(batch);
    await duckdb.sink.append(batch);
  }
  return {
    memory: memory.source,
    duckdb: duckdb.source,
    async close() {
      await Promise.all([memory.source.close(), duckdb.source.close()]);
      await rm(folder, { recursive: true });
    },
  };
}

async function turned<S>(answer: Promise<readonly S[]>): Promise<readonly S[]> {
  return [...(await answer)].reverse();
}

/** The same store, answering its series in the opposite order. */
export function backwards(original: Source): Source {
  return {
    ...original,
    histogramWindows: (request, signal) => turned<WindowedSeries>(original.histogramWindows(request, signal)),
    categoryWindows: (request, signal) => turned(original.categoryWindows(request, signal)),
    sumWindows: (request, signal) => turned(original.sumWindows(request, signal)),
    references: (request, signal) => turned(original.references(request, signal)),
    labelValues: (request, signal) => turned(original.labelValues(request, signal)),
  };
}
