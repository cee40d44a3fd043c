import { once } from "node:events";
import { connect } from "node:http2";
import { fileURLToPath } from "node:url";
import { loadSync } from "@grpc/proto-loader";

const PROTO = fileURLToPath(new URL("../../packages/grafana-backend/proto/pluginv2.proto", import.meta.url));
const PATH = "/pluginv2.Data/QueryData";

/** Calls of a host that reads no answers: HTTP/2 lets the plugin send 64 KiB of them, and no more. */
export interface StalledCalls {
  /** Ends the calls and their connection. */
  cancel(): Promise<void>;
}

/** Makes so many QueryData calls of one query each, and returns when the first answer has begun to come. */
export async function stallCalls(address: string, model: unknown, calls: number): Promise<StalledCalls> {
  const session = connect(`http://${address}`);
  const body = toMessage({
    queries: [
      {
        refId: "A",
        json: Buffer.from(JSON.stringify(model)),
        timeRange: { fromEpochMS: 0, toEpochMS: 3_600_000 },
      },
    ],
  });
  const headers = { ":method": "POST", ":path": PATH, "content-type": "application/grpc", te: "trailers" };
  const streams = Array.from({ length: calls }, () => {
    const stream = session.request(headers);
    // nobody listens for "data": the stream stays paused
    stream.on("error", () => {}).end(body);
    return stream;
  });
  await Promise.race(streams.map((stream) => once(stream, "response")));
  return {
    cancel: async () => {
      const closed = once(session, "close");
      session.destroy();
      await closed;
    },
  };
}

/** The request with gRPC's five bytes before it. */
function toMessage(request: object): Buffer {
  const service = loadSync(PROTO, { longs: Number, defaults: true })["pluginv2.Data"];
  const method = service && !("format" in service) ? service["QueryData"] : undefined;
  if (method === undefined) throw new Error(`${PROTO} has no ${PATH}`);
  const message = method.requestSerialize(request);
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}
