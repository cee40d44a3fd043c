import {
  GRPCBrokerDefinition,
  GRPCControllerDefinition,
  GRPCStdioDefinition,
} from "../generated/go-plugin.js";
import { heldRoute, unaryRoute, type Route } from "../grpc/route.js";

/**
 * What go-plugin's host expects beside the plugin's own services. Broker and stdio are held open unused: Grafana opens
 * no further connections, and everything this process says goes to standard error as log lines.
 */
export function createHostRoutes(onShutdown: () => void): readonly Route[] {
  const { shutdown } = GRPCControllerDefinition.methods;
  return [
    unaryRoute(GRPCControllerDefinition, shutdown, async () => {
      onShutdown();
      return {};
    }),
    heldRoute(GRPCBrokerDefinition, GRPCBrokerDefinition.methods.startStream),
    heldRoute(GRPCStdioDefinition, GRPCStdioDefinition.methods.streamStdio),
  ];
}
