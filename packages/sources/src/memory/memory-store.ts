import { throwIfAborted } from "../abort.js";
import type { MetricSink } from "../metric-batch.js";
import type { Source } from "../source.js";
import { appendBatch } from "./append.js";
import { readCategoryWindows } from "./category-windows.js";
import { readHistogramWindows } from "./histogram-windows.js";
import { readLabelNames } from "./label-names.js";
import { readLabelValues } from "./label-values.js";
import { MemoryData } from "./memory-data.js";
import { readReferences } from "./references.js";
import { readSumWindows } from "./sum-windows.js";

export interface MemoryStore {
  readonly source: Source;
  readonly sink: MetricSink;
}

/**
 * A store that keeps every point in memory and computes each answer from all of them: the executable definition of what a
 * source answers, for tests and small data. Nothing survives the process. Source and sink close together.
 */
export function createMemoryStore(): MemoryStore {
  const data = new MemoryData();
  const answer =
    <Request, Answer>(read: (data: MemoryData, request: Request) => Answer) =>
    async (request: Request, signal?: AbortSignal): Promise<Answer> => {
      data.checkOpen();
      throwIfAborted(signal);
      return read(data, request);
    };
  const close = async (): Promise<void> => data.close();
  const source: Source = {
    capabilities: { exactCounts: true, regexMatchers: true },
    histogramWindows: answer(readHistogramWindows),
    categoryWindows: answer(readCategoryWindows),
    sumWindows: answer(readSumWindows),
    references: answer(readReferences),
    labelValues: answer(readLabelValues),
    labelNames: answer(readLabelNames),
    health: async () => {
      data.checkOpen();
      return {
        ok: true,
        message: `memory store with ${data.dictionary.size} series in ${data.batchIds.size} batches`,
      };
    },
    close,
  };
  const sink: MetricSink = {
    append: async (batch) => {
      data.checkOpen();
      appendBatch(data, batch);
    },
    close,
  };
  return { source, sink };
}
