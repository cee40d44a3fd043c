import {
  PublishStreamResponse_Status,
  StreamDefinition,
  SubscribeStreamResponse_Status,
} from "../generated/pluginv2.js";
import { unaryRoute, type Route } from "../grpc/route.js";

const NOTHING = new Uint8Array();

/**
 * `pluginv2.Stream`, declined: there is no channel here to subscribe to and none to publish to. A host that gets these
 * answers never calls RunStream.
 */
export function createStreamRoutes(): readonly Route[] {
  const { subscribeStream, publishStream } = StreamDefinition.methods;
  return [
    unaryRoute(StreamDefinition, subscribeStream, async () => ({
      status: SubscribeStreamResponse_Status.NOT_FOUND,
      data: NOTHING,
    })),
    unaryRoute(StreamDefinition, publishStream, async () => ({
      status: PublishStreamResponse_Status.PERMISSION_DENIED,
      data: NOTHING,
    })),
  ];
}
