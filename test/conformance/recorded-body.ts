import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createOtelClient } from "./otel-client.js";

/** The bytes that OpenTelemetry's exporter sends for a histogram, a counter and an up-down counter. */
export async function recordedBody(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const server = createServer((request, response) => {
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = isAddressInfo(address) ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  const client = createOtelClient({ url, encoding: "protobuf", temporality: "delta", instance: "a" });
  const meter = client.getMeter("recorded");
  const histogram = meter.createHistogram("ml.feature.value", {
    advice: { explicitBucketBoundaries: [1, 2] },
  });
  histogram.record(1.5, { "ml.feature.name": "distance", legs: 2, direct: true });
  meter.createCounter("ml.feature.category").add(3, { "ml.feature.category": "😀" });
  meter.createUpDownCounter("queue").add(-1.5);
  await client.shutdown();
  await new Promise((resolve) => server.close(resolve));
  return Buffer.concat(chunks);
}

function isAddressInfo(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === "object" && address !== null;
}
