import type { Source } from "../source.js";
import { throwIfAborted } from "../abort.js";
import { readCategoryWindows } from "./category-windows.js";
import { createClickHouseClient } from "./client.js";
import type { ClickHouseContext } from "./context.js";
import { checkHealth } from "./health.js";
import { readHistogramWindows } from "./histogram-windows.js";
import { readLabelNames } from "./label-names.js";
import { readLabelValues } from "./label-values.js";
import { readReferences } from "./references.js";
import { toSettings } from "./settings.js";
import type { ClickHouseSourceOptions } from "./settings.js";
import { readSumWindows } from "./sum-windows.js";

/**
 * A source over ClickHouse's HTTP interface, for the tables of the Collector's clickhouse exporter. No request is made until a
 * question is asked. Counts are exact: points are subtracted, windowed and added in the server, and windows × buckets travel.
 *
 * @throws ModelwatchError `invalid-argument` where an option breaks its contract
 */
export function createClickHouseSource(options: ClickHouseSourceOptions): Source {
  const settings = toSettings(options);
  const context: ClickHouseContext = { client: createClickHouseClient(settings), settings };
  const answer =
    <Request, Answer>(
      read: (context: ClickHouseContext, request: Request, signal?: AbortSignal) => Promise<Answer>,
    ) =>
    async (request: Request, signal?: AbortSignal): Promise<Answer> => {
      throwIfAborted(signal);
      return read(context, request, signal);
    };
  return {
    capabilities: { exactCounts: true, regexMatchers: true },
    histogramWindows: answer(readHistogramWindows),
    categoryWindows: answer(readCategoryWindows),
    sumWindows: answer(readSumWindows),
    references: answer(readReferences),
    labelValues: answer(readLabelValues),
    labelNames: answer(readLabelNames),
    health: (signal) => checkHealth(context, signal),
    close: () => context.client.close(),
  };
}
