import type { TlsOptions } from "node:tls";
import { createHealthRoutes } from "./grpc/health-service.js";
import { createGrpcServer, type GrpcServer } from "./grpc/server.js";
import { GRPC_OK } from "./grpc/status.js";
import type { PluginHandlers } from "./handlers/handlers.js";
import { DEFAULT_LIMITS, type Limits } from "./handlers/limits.js";
import { createHostRoutes } from "./process/host-services.js";
import type { Logger } from "./process/logger.js";
import { createDataRoutes } from "./services/data-service.js";
import { createDiagnosticsRoutes } from "./services/diagnostics-service.js";
import { createResourceRoutes } from "./services/resource-service.js";
import { createStreamRoutes } from "./services/stream-service.js";

export interface PluginServerOptions {
  readonly log: Logger;
  /** The host asks the process to end. */
  readonly onShutdown: () => void;
  readonly tls?: TlsOptions;
  /** Those that differ from DEFAULT_LIMITS. */
  readonly limits?: Partial<Limits>;
}

/** Every service that Grafana calls, on one server that is not bound yet. */
export function createPluginServer(handlers: PluginHandlers, options: PluginServerOptions): GrpcServer {
  const { log } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  return createGrpcServer({
    routes: [
      ...createHealthRoutes(),
      ...createHostRoutes(options.onShutdown),
      ...createDataRoutes(handlers, log, limits),
      ...createDiagnosticsRoutes(handlers, log),
      ...createResourceRoutes(handlers, log),
      ...createStreamRoutes(),
    ],
    maxRequestBytes: limits.maxRequestBytes,
    maxOpenRequestBytes: limits.maxOpenRequestBytes,
    maxOpenAnswerBytes: limits.maxOpenAnswerBytes,
    ...(options.tls ? { tls: options.tls } : {}),
    onCallEnd: (method, end, durationMs) => {
      const fields = { method, durationMs: Math.round(durationMs * 10) / 10, grpcStatus: end.grpcStatus };
      if (end.grpcStatus === GRPC_OK) log.debug("call ended", fields);
      else log.warn("call failed", { ...fields, error: end.message });
    },
  });
}
