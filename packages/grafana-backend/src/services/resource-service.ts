import { fromWireContext, fromWireResource } from "../conversion/from-wire.js";
import { toWireResource, toWireResourceError } from "../conversion/to-wire.js";
import { BackendError, toBackendError } from "../errors/backend-error.js";
import { ResourceDefinition, type CallResourceRequest } from "../generated/pluginv2.js";
import { streamingRoute, type CallContext, type Route } from "../grpc/route.js";
import type { PluginHandlers, ResourceResponse } from "../handlers/handlers.js";
import type { RequestContext } from "../handlers/plugin-context.js";
import { toErrorFields } from "../process/error-fields.js";
import type { Logger } from "../process/logger.js";

/** `pluginv2.Resource`: HTTP-like requests of editors and variables; an error is an HTTP status with a JSON message. */
export function createResourceRoutes(handlers: PluginHandlers, log: Logger): readonly Route[] {
  return [
    streamingRoute(
      ResourceDefinition,
      ResourceDefinition.methods.callResource,
      async function* (request, call) {
        let response: ResourceResponse;
        try {
          response = await callResource(request, call, handlers, log);
        } catch (error) {
          const failure = toBackendError(error);
          if (failure.source === "plugin") log.error("resource failed", toErrorFields(failure));
          yield toWireResourceError(failure);
          return;
        }
        // once the first piece is out the status cannot change any more: a failing body ends the call with an error
        yield* toWireResource(response);
      },
    ),
  ];
}

async function callResource(
  request: CallResourceRequest,
  call: CallContext,
  handlers: PluginHandlers,
  log: Logger,
): Promise<ResourceResponse> {
  const resource = fromWireResource(request);
  if (!handlers.callResource) throw new BackendError("not-found", "this plugin serves no resources");
  const context: RequestContext = {
    plugin: fromWireContext(request.pluginContext),
    headers: new Map([...resource.headers].map(([name, values]) => [name, values.join(", ")])),
    signal: call.signal,
    log,
  };
  return handlers.callResource(resource, context);
}
