import { createInstanceCache, type PluginContext, type PluginHandlers } from "@modelwatch/grafana-backend";
import { checkHealth } from "./health/check-health.js";
import { createInstance, type Instance } from "./instance.js";
import { createBackendMetrics } from "./metrics/backend-metrics.js";
import { toPluginError, withPluginErrors } from "./plugin-error.js";
import { queryData } from "./query-data.js";
import { callResource } from "./resources/call-resource.js";

/** What the data source does with Grafana's calls: settings → source → evaluation → frames. */
export function createHandlers(): PluginHandlers {
  const metrics = createBackendMetrics();
  const instances = createInstanceCache<Instance>({
    create: async (settings) => {
      const instance = await createInstance(settings, (store) => metrics.observeStore(store));
      metrics.countInstance(1);
      return instance;
    },
    dispose: (instance) => {
      metrics.countInstance(-1);
      return instance.close();
    },
  });
  const withInstance =
    (plugin: PluginContext) =>
    <T>(work: (instance: Instance) => Promise<T>): Promise<T> =>
      instances.use(plugin, work);
  const timed = <T>(method: string, call: () => Promise<T>): Promise<T> =>
    metrics.timeCall(method, call, (error) => toPluginError(error).code);

  return {
    queryData: (query, context) =>
      timed("queryData", () =>
        instances.use(context.plugin, (instance) => queryData(query, instance, metrics, context)),
      ),
    checkHealth: (context) =>
      timed("checkHealth", () => checkHealth(context, withInstance(context.plugin), Date.now())),
    callResource: (request, { plugin, signal }) =>
      timed("callResource", () =>
        instances.use(plugin, (instance) =>
          withPluginErrors(() => callResource(request, instance, Date.now(), signal), signal),
        ),
      ),
    collectMetrics: () => metrics.text(),
    close: () => instances.close(),
  };
}
