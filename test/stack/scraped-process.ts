import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createModelwatch, type Modelwatch, type ProducerOptions } from "@modelwatch/instrumentation";
import { PrometheusExporter } from "@opentelemetry/exporter-prometheus";
import { MeterProvider } from "@opentelemetry/sdk-metrics";

/** A service that is scraped by way of OpenTelemetry's own Prometheus exporter. */
export interface ScrapedProcess {
  /** `host:port`. */
  readonly target: string;
  readonly modelwatch: Modelwatch;
  /** Resolves when so many further scrapes were answered, and the one before the last of them is stored. */
  scrapes(count: number): Promise<void>;
  /** As after a restart: the same address, all counts at zero. */
  restart(): void;
  stop(): Promise<void>;
}

export async function startScrapedProcess(
  firstPoints: NonNullable<ProducerOptions["firstPoints"]>,
): Promise<ScrapedProcess> {
  let current = startExporter(firstPoints);
  let waiting: { left: number; resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    response.on("finish", () => {
      for (const wait of waiting) if (--wait.left === 0) wait.resolve();
      waiting = waiting.filter(({ left }) => left > 0);
    });
    current.exporter.getMetricsRequestHandler(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    target: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get modelwatch() {
      return current.modelwatch;
    },
    scrapes: (count) => new Promise((resolve) => waiting.push({ left: count, resolve })),
    restart: () => {
      current = startExporter(firstPoints);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function startExporter(firstPoints: ProducerOptions["firstPoints"] & string) {
  const modelwatch = createModelwatch();
  const exporter = new PrometheusExporter({
    preventServerStart: true,
    metricProducers: [modelwatch.createProducer({ temporality: "cumulative", firstPoints })],
  });
  const provider = new MeterProvider({ readers: [exporter] });
  return { modelwatch, exporter, provider };
}
