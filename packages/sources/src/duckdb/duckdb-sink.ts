import { ModelwatchError } from "@modelwatch/conventions";
import type { DuckDBConnection } from "@duckdb/node-api";
import type { MetricSink } from "../metric-batch.js";
import type { SeriesDictionary } from "../series-dictionary.js";
import type { RecentBatches } from "./recent-batches.js";
import { toStoreError } from "./store-errors.js";
import { WriteQueue } from "./write-queue.js";

/** The writing half of an open store. `close` commits what waits, then checkpoints and closes the connection. */
export function createDuckDbSink(
  path: string,
  connection: DuckDBConnection,
  dictionary: SeriesDictionary,
  recent: RecentBatches,
  options: { readonly readOnly: boolean },
): MetricSink {
  const queue = new WriteQueue(connection, dictionary, recent);
  let open = true;
  return {
    append: async (batch) => {
      if (!open) throw new ModelwatchError("unavailable", `the embedded store ${path} is closed`);
      if (options.readOnly) {
        throw new ModelwatchError("unsupported", {
          problem: `a batch was handed to ${path}, which is open for reading only`,
          remedy: "open the store without readOnly",
        });
      }
      try {
        await queue.append(batch);
      } catch (error) {
        throw toStoreError(error, path);
      }
    },
    close: async () => {
      open = false;
      await queue.settle();
      try {
        if (!options.readOnly) await connection.run("CHECKPOINT");
      } catch (error) {
        throw toStoreError(error, path);
      } finally {
        connection.closeSync();
      }
    },
  };
}
