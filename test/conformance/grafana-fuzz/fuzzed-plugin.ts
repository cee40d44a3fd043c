import { createInstance, type Instance } from "../../../grafana-plugin/backend/instance.js";
import { checkHealth } from "../../../grafana-plugin/backend/health/check-health.js";
import { createBackendMetrics } from "../../../grafana-plugin/backend/metrics/backend-metrics.js";
import { withPluginErrors } from "../../../grafana-plugin/backend/plugin-error.js";
import { queryData } from "../../../grafana-plugin/backend/query-data.js";
import { callResource } from "../../../grafana-plugin/backend/resources/call-resource.js";
import { parseSettings } from "../../../grafana-plugin/backend/settings.js";
import { DEFAULT_LIMITS } from "../../../packages/grafana-backend/src/handlers/limits.js";
import type { Route } from "../../../packages/grafana-backend/src/grpc/route.js";
import { createDataRoutes } from "../../../packages/grafana-backend/src/services/data-service.js";
import { createDiagnosticsRoutes } from "../../../packages/grafana-backend/src/services/diagnostics-service.js";
import { createResourceRoutes } from "../../../packages/grafana-backend/src/services/resource-service.js";
import { createStreamRoutes } from "../../../packages/grafana-backend/src/services/stream-service.js";
import { createInstanceCache, createLogger, type PluginHandlers } from "@modelwatch/grafana-backend";
import type { HistogramPoint, MetricBatch, Source, WindowsRequest } from "@modelwatch/sources";
import { createMemoryStore } from "@modelwatch/sources/memory";
import { DAY_MS, storedBatch, STORED_RANGE } from "../grafana-store.js";

const NOW_MS = STORED_RANGE.toMs;

export interface FuzzedPlugin {
  readonly hasData: boolean;
  /** `pluginv2.Data/QueryData` → the service behind it: bytes in, bytes out. */
  readonly routes: ReadonlyMap<string, Route>;
  /** Everything logged since the last call of this. */
  takeLog(): string;
  metrics(): Promise<string>;
  /** Windows that the store was asked for since the last call of this. */
  takeWork(): number;
}

/**
 * The real backend without sockets: wire code, services, settings, parsing, evaluation and frames. Settings open the source
 * that they name, which is closed unasked; data comes from memory (none: an empty store), so that no input reaches a network or a file.
 */
export async function createFuzzedPlugin(data?: MetricBatch): Promise<FuzzedPlugin> {
  const store = createMemoryStore();
  if (data) await store.sink.append(data);
  let asked = 0;
  const source = countWork(store.source, (windows) => void (asked += windows));
  const metrics = createBackendMetrics();
  const observer = metrics.observeStore("fuzzed");
  const instances = createInstanceCache<Instance>({
    create: async (settings) => {
      const { store: named, monitors } = await withPluginErrors(async () => parseSettings(settings));
      if (named.store !== "duckdb") await (await createInstance(settings, () => observer)).close();
      return { store: named.store, source, monitors, close: async () => {} };
    },
    dispose: (instance) => instance.close(),
  });
  const handlers: PluginHandlers = {
    queryData: (query, context) =>
      instances.use(context.plugin, (instance) => queryData(query, instance, metrics, context)),
    checkHealth: (context) => checkHealth(context, (work) => instances.use(context.plugin, work), NOW_MS),
    callResource: (request, { plugin, signal }) =>
      instances.use(plugin, (instance) =>
        withPluginErrors(() => callResource(request, instance, NOW_MS, signal)),
      ),
    collectMetrics: () => metrics.text(),
  };
  let logged = "";
  const log = createLogger({
    module: "fuzz",
    now: () => new Date(0),
    write: (line) => void (logged += line),
  });
  const routes = [
    ...createDataRoutes(handlers, log, DEFAULT_LIMITS),
    ...createDiagnosticsRoutes(handlers, log),
    ...createResourceRoutes(handlers, log),
    ...createStreamRoutes(),
  ];
  return {
    hasData: data !== undefined,
    routes: new Map(routes.map((route) => [route.path.slice(1), route])),
    takeLog: () => {
      const taken = logged;
      logged = "";
      return taken;
    },
    metrics: () => metrics.text(),
    takeWork: () => {
      const taken = asked;
      asked = 0;
      return taken;
    },
  };
}

function countWork(source: Source, count: (windows: number) => void): Source {
  const counted = <Request extends WindowsRequest>(request: Request): Request => {
    count(request.edges.length);
    return request;
  };
  return {
    ...source,
    histogramWindows: async (request, signal) => source.histogramWindows(counted(request), signal),
    categoryWindows: async (request, signal) => source.categoryWindows(counted(request), signal),
    sumWindows: async (request, signal) => source.sumWindows(counted(request), signal),
  };
}

/** The stored series with one point a day: what is evaluated is small, so that many inputs are. */
export function sparseBatch(): MetricBatch {
  const batch = storedBatch();
  return { ...batch, histograms: batch.histograms.filter(isFirstOfDay) };
}

function isFirstOfDay({ startMs }: HistogramPoint): boolean {
  return (startMs - STORED_RANGE.fromMs) % DAY_MS === 0;
}
