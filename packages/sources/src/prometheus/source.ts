import { abandonOnAbort } from "./abandon.js";
import { readCategoryWindows } from "./category-windows.js";
import { ClosedWindows } from "./closed-windows.js";
import { checkHealth } from "./health.js";
import { readHistogramWindows } from "./histogram-windows.js";
import { createPrometheusClient } from "./http-client.js";
import { readLabelNames } from "./label-names.js";
import { readLabelValues } from "./label-values.js";
import { readReferences } from "./references.js";
import { countsExactly, readAbilities } from "./server-abilities.js";
import { toSettings } from "./settings.js";
import { readSumWindows } from "./sum-windows.js";
import type { Source } from "../source.js";
import type { PrometheusContext } from "./context.js";
import type { ServerAbilities } from "./server-abilities.js";
import type { PrometheusSourceOptions } from "./settings.js";

/** How long closed windows are answered from memory before all are read anew. */
const HOUR_MS = 3_600_000;

/**
 * A source over the HTTP API of Prometheus 3 (and of stores that speak it). No request is made until a question is asked.
 *
 * `capabilities.exactCounts` is false until the server has said that it can count without extrapolating; each window says for
 * itself how good its counts are.
 *
 * @throws ModelwatchError `invalid-argument` where an option breaks its contract
 */
export function createPrometheusSource(options: PrometheusSourceOptions): Source {
  const settings = toSettings(options);
  const client = createPrometheusClient(settings);
  let exactCounts = false;
  let asked: Promise<ServerAbilities> | undefined;

  const abilities = (signal: AbortSignal | undefined): Promise<ServerAbilities> => {
    asked ??= readAbilities(client, settings).then(
      (found) => {
        exactCounts = countsExactly(found.increments);
        return found;
      },
      (error: unknown) => {
        asked = undefined;
        throw error;
      },
    );
    return abandonOnAbort(asked, signal);
  };
  const closedWindows = new ClosedWindows({
    maxValues: settings.keptValues,
    // the first export after a window's end says how much of it was moved, and is waited for as long as a base is looked for
    closedAfterMs: Math.max(settings.closedAfterMs, settings.lookBackMs),
    keptForMs: HOUR_MS,
    clock: settings.clock,
    onRead: settings.onWindowsRead,
  });
  const context: PrometheusContext = { client, settings, closedWindows, abilities };

  return {
    capabilities: {
      get exactCounts() {
        return exactCounts;
      },
      regexMatchers: true,
    },
    histogramWindows: (request, signal) => readHistogramWindows(context, request, signal),
    categoryWindows: (request, signal) => readCategoryWindows(context, request, signal),
    sumWindows: (request, signal) => readSumWindows(context, request, signal),
    references: (request, signal) => readReferences(context, request, signal),
    labelValues: (request, signal) => readLabelValues(context, request, signal),
    labelNames: (request, signal) => readLabelNames(context, request, signal),
    health: (signal) => checkHealth(context, signal),
    close: () => client.close(),
  };
}
