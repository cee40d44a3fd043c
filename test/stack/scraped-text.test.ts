import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createPrometheusSource } from "@modelwatch/sources/prometheus";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startPrometheus } from "./prometheus-server.js";
import type { PrometheusServer } from "./prometheus-server.js";

/** A service that is none of ours: a latency histogram, by hand, in the text format that every Prometheus reads. */
let counts = [0, 0, 0];
let scrapes = 0;
let onScrape = (): void => {};
const service = createServer((_request, response) => {
  const [fast = 0, slow = 0, slowest = 0] = counts;
  const count = fast + slow + slowest;
  const labels = 'path="/score",method="POST"';
  response.setHeader("content-type", "text/plain; version=0.0.4");
  response.end(
    [
      "# TYPE request_duration_seconds histogram",
      `request_duration_seconds_bucket{${labels},le="0.1"} ${fast}`,
      `request_duration_seconds_bucket{${labels},le="2.5"} ${fast + slow}`,
      `request_duration_seconds_bucket{${labels},le="+Inf"} ${count}`,
      `request_duration_seconds_sum{${labels}} ${0.05 * fast + slow + 5 * slowest}`,
      `request_duration_seconds_count{${labels}} ${count}`,
      "",
    ].join("\n"),
  );
  scrapes++;
  onScrape();
});

/** Resolves after so many more scrapes: the last but one is stored when the last begins. */
function nextScrapes(more: number): Promise<void> {
  const wanted = scrapes + more;
  return new Promise((resolve) => {
    onScrape = () => {
      if (scrapes >= wanted) resolve();
    };
  });
}

let server: PrometheusServer;
beforeAll(async () => {
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  const { port } = service.address() as AddressInfo;
  server = await startPrometheus({ scrapeTarget: `127.0.0.1:${port}` });
});
afterAll(async () => {
  await server.stop();
  service.close();
});

it("anybody's histogram that a real Prometheus scrapes comes in windows, with its unit's suffix left out", async () => {
  const edges = [Date.now() - 60_000];
  await nextScrapes(2);
  for (const state of [
    [70, 20, 10],
    [71, 24, 10],
  ]) {
    counts = state;
    await nextScrapes(3);
    edges.push(Date.now());
  }
  const source = createPrometheusSource({ url: server.url });
  const [latency, ...rest] = await source.histogramWindows({
    metric: "request.duration",
    matchers: [{ attribute: "path", operator: "=", value: "/score" }],
    groupBy: ["method"],
    edges,
  });
  expect(rest).toEqual([]);
  expect(latency?.labels).toEqual({ method: "POST" });
  expect(latency?.windows.layout).toEqual({ kind: "numeric", bounds: Float64Array.of(0.1, 2.5) });
  expect([...latency!.windows.counts]).toEqual([70, 20, 10, 1, 4, 0]);
  expect([...latency!.windows.sums!]).toEqual([expect.closeTo(73.5, 9), expect.closeTo(4.05, 9)]);
});
