import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPrometheus } from "./peer-binaries.js";
import { terminate, untilLogged } from "./peer-process.js";

export interface PrometheusServerOptions {
  readonly translationStrategy?:
    | "UnderscoreEscapingWithSuffixes"
    | "UnderscoreEscapingWithoutSuffixes"
    | "NoUTF8EscapingWithSuffixes"
    | "NoTranslation";
  /** Store explicit-bounds histograms as native histograms with custom buckets. */
  readonly nativeHistograms?: boolean;
  /** How much older than the newest a sample may be, `30d`; by default Prometheus takes an hour. */
  readonly outOfOrderWindow?: string;
  /** User → bcrypt hash of the password that every request must then bring. */
  readonly users?: Readonly<Record<string, string>>;
  /** `host:port` of processes whose /metrics it reads, four times a second; by default it scrapes nothing. */
  readonly scrapeTargets?: readonly string[];
}

export interface PrometheusServer {
  readonly url: string;
  /** Where OTLP/HTTP metrics go. */
  readonly otlpUrl: string;
  stop(): Promise<void>;
}

/**
 * A real Prometheus on a free loopback port: it starts empty, scrapes nothing else, keeps what it gets, and takes OTLP in
 * event time. Its data lies in a temporary folder that `stop` removes.
 */
export async function startPrometheus(options: PrometheusServerOptions = {}): Promise<PrometheusServer> {
  const binary = findPrometheus();
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-prometheus-"));
  const config = join(folder, "prometheus.yml");
  const webConfig = join(folder, "web.yml");
  await writeFile(config, toConfig(options));
  await writeFile(webConfig, JSON.stringify({ basic_auth_users: options.users ?? {} }));
  const server = spawn(
    binary,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      "--storage.tsdb.retention.time=100y",
      "--web.listen-address=127.0.0.1:0",
      `--web.config.file=${webConfig}`,
      "--web.enable-otlp-receiver",
      "--log.format=json",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const url = await waitUntilReady(server);
  return {
    url,
    otlpUrl: `${url}/api/v1/otlp/v1/metrics`,
    stop: async () => {
      await terminate(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function toConfig(options: PrometheusServerOptions): string {
  const { translationStrategy = "UnderscoreEscapingWithSuffixes", nativeHistograms = false } = options;
  const { outOfOrderWindow = "0s", scrapeTargets = [] } = options;
  return [
    "scrape_configs:",
    "  - job_name: scraped",
    "    scrape_interval: 250ms",
    "    scrape_timeout: 250ms",
    `    static_configs: ${JSON.stringify([{ targets: scrapeTargets }])}`,
    "otlp:",
    `  translation_strategy: ${translationStrategy}`,
    `  convert_histograms_to_nhcb: ${nativeHistograms}`,
    "storage:",
    "  tsdb:",
    `    out_of_order_time_window: ${outOfOrderWindow}`,
    "",
  ].join("\n");
}

/** Prometheus logs the address that it listens on and that it is ready, in either order. */
function waitUntilReady(server: ChildProcess): Promise<string> {
  let address: string | undefined;
  let ready = false;
  return untilLogged(server, "Prometheus", (line) => {
    const entry = JSON.parse(line) as { msg?: string; address?: string };
    if (entry.msg === "Listening on") address ??= entry.address;
    if (entry.msg === "Server is ready to receive web requests.") ready = true;
    return ready && address !== undefined ? `http://${address}` : undefined;
  });
}
