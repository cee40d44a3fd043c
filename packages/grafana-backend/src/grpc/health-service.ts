import {
  HealthCheckResponse_ServingStatus,
  HealthDefinition,
  type HealthCheckRequest,
  type HealthCheckResponse,
} from "../generated/health.js";
import { callEnd, streamingRoute, unaryRoute, type Route } from "./route.js";
import { GRPC_NOT_FOUND, GrpcStatusError } from "./status.js";

/** The name under which go-plugin's host pings a plugin; the empty name asks about the whole process. */
const SERVICE_NAMES: ReadonlySet<string> = new Set(["", "plugin"]);

/** A process that answers is serving: go-plugin knows no other state, so `Watch` sends it once and stays open. */
export function createHealthRoutes(): readonly Route[] {
  const { check, watch } = HealthDefinition.methods;
  return [
    unaryRoute(HealthDefinition, check, async (request) => toHealth(request)),
    streamingRoute(HealthDefinition, watch, async function* (request, context) {
      yield toHealth(request);
      await callEnd(context);
    }),
  ];
}

function toHealth(request: HealthCheckRequest): HealthCheckResponse {
  if (!SERVICE_NAMES.has(request.service)) {
    throw new GrpcStatusError(GRPC_NOT_FOUND, `no service ${request.service} here`);
  }
  return { status: HealthCheckResponse_ServingStatus.SERVING };
}
