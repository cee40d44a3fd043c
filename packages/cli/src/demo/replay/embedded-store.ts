import { rm } from "node:fs/promises";
import { startReceiver, type Receiver } from "@modelwatch/collector-stage";
import type { Source } from "@modelwatch/sources";
import { openDuckDbStore } from "@modelwatch/sources/duckdb";

/** An OTLP receiver with a DuckDB file behind it, both in this process, on loopback. */
export interface EmbeddedStore {
  /** Where exporters send to. */
  readonly metricsUrl: string;
  readonly source: Source;
  readonly receiverStats: Receiver["stats"];
  close(): Promise<void>;
}

/**
 * Starts with an empty store: a file of an earlier run is replaced, or its counts would be added to.
 * @throws ModelwatchError `unavailable` where the file is in use or cannot be written.
 */
export async function startEmbeddedStore(path: string): Promise<EmbeddedStore> {
  for (const file of [path, `${path}.wal`]) await rm(file, { force: true });
  const { source, sink } = await openDuckDbStore({ path });
  const receiver = await startReceiver({ sink, port: 0 });
  return {
    metricsUrl: `${receiver.url}/v1/metrics`,
    source,
    receiverStats: () => receiver.stats(),
    async close() {
      await receiver.close();
      await source.close();
    },
  };
}
