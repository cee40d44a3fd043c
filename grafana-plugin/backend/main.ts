import { createInstanceCache, serve } from "@modelwatch/grafana-backend";
import { createInstance, type Instance } from "./instance.js";
import { createBackendMetrics } from "./metrics.js";
import { withPluginErrors } from "./plugin-error.js";
import { queryData } from "./query-data.js";
import { callResource } from "./resources/call-resource.js";

// The process that Grafana's server starts: settings → source → evaluation → frames.
const metrics = createBackendMetrics();
const instances = createInstanceCache<Instance>({
  create: createInstance,
  dispose: (instance) => instance.close(),
});

await serve({
  queryData: (query, context) =>
    instances.use(context.plugin, (instance) => queryData(query, instance, metrics, context)),
  checkHealth: ({ plugin, signal }) =>
    instances.use(plugin, ({ source }) => withPluginErrors(() => source.health(signal))),
  callResource: (request, { plugin, signal }) =>
    instances.use(plugin, (instance) =>
      withPluginErrors(() => callResource(request, instance, Date.now(), signal)),
    ),
  collectMetrics: () => metrics.text(),
  close: () => instances.close(),
});
