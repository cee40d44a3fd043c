import { fromWireContext, fromWireHeaders } from "../conversion/from-wire.js";
import { toWireHealth } from "../conversion/to-wire.js";
import { toBackendError } from "../errors/backend-error.js";
import { DiagnosticsDefinition } from "../generated/pluginv2.js";
import { unaryRoute, type Route } from "../grpc/route.js";
import type { HealthResult, PluginHandlers } from "../handlers/handlers.js";
import { toErrorFields } from "../process/error-fields.js";
import type { Logger } from "../process/logger.js";

/** `pluginv2.Diagnostics`: "Save & test", and the plugin's own metrics. */
export function createDiagnosticsRoutes(handlers: PluginHandlers, log: Logger): readonly Route[] {
  const { checkHealth, collectMetrics } = DiagnosticsDefinition.methods;
  return [
    unaryRoute(DiagnosticsDefinition, checkHealth, async (request, call) => {
      let health: HealthResult;
      try {
        const plugin = fromWireContext(request.pluginContext);
        const headers = fromWireHeaders(request.headers);
        health = await handlers.checkHealth({ plugin, headers, signal: call.signal, log });
      } catch (error) {
        // an unhealthy data source is an answer, not a failed call: the form shows the message
        const failure = toBackendError(error);
        if (failure.source === "plugin") log.error("health check failed", toErrorFields(failure));
        health = { ok: false, message: failure.message };
      }
      return toWireHealth(health);
    }),
    unaryRoute(DiagnosticsDefinition, collectMetrics, async () => {
      const text = (await handlers.collectMetrics?.()) ?? "";
      return { metrics: { prometheus: new TextEncoder().encode(text) } };
    }),
  ];
}
