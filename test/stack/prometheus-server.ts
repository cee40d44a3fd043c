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
  /** Names for `--enable-feature`. */
  readonly features?: readonly string[];
  /** Takes what others write to it (`remoteWriteUrl`). */
  readonly remoteWriteReceiver?: boolean;
  /** Stores nothing itself and writes all that it gets to this URL; samples must be younger than its start. */
  readonly agentOf?: string;
  /** Keep the name and version of the instrumentation scope as labels. */
  readonly scopeLabels?: boolean;
  /** `host:port` of an exporter to scrape four times a second, with native histograms where it offers them. */
  readonly scrapeTarget?: string;
  /** User → bcrypt hash of the password that every request must then bring. */
  readonly users?: Readonly<Record<string, string>>;
  /** Serves TLS, and asks for a client certificate where it knows an authority for them. PEM texts. */
  readonly tls?: { readonly certificate: string; readonly key: string; readonly clientCa?: string };
  /** Further flags: `--web.route-prefix=/prom`. */
  readonly flags?: readonly string[];
}

export interface PrometheusServer {
  readonly url: string;
  /** Where OTLP/HTTP metrics go. */
  readonly otlpUrl: string;
  readonly remoteWriteUrl: string;
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
  await writeFile(webConfig, JSON.stringify(toWebConfig(options)));
  const server = spawn(
    binary,
    [
      `--config.file=${config}`,
      ...toStorageFlags(options, join(folder, "data")),
      ...(options.features ?? []).map((feature) => `--enable-feature=${feature}`),
      ...(options.remoteWriteReceiver === true ? ["--web.enable-remote-write-receiver"] : []),
      "--web.listen-address=127.0.0.1:0",
      `--web.config.file=${webConfig}`,
      "--web.enable-otlp-receiver",
      "--log.format=json",
      ...(options.flags ?? []),
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const url = `${options.tls === undefined ? "http" : "https"}://${await waitUntilReady(server)}`;
  return {
    url,
    otlpUrl: `${url}/api/v1/otlp/v1/metrics`,
    remoteWriteUrl: `${url}/api/v1/write`,
    stop: async () => {
      await terminate(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function toStorageFlags({ agentOf }: PrometheusServerOptions, folder: string): readonly string[] {
  return agentOf === undefined
    ? [`--storage.tsdb.path=${folder}`, "--storage.tsdb.retention.time=100y"]
    : ["--agent", `--storage.agent.path=${folder}`];
}

/** JSON is YAML. */
function toWebConfig({ users = {}, tls }: PrometheusServerOptions): object {
  if (tls === undefined) return { basic_auth_users: users };
  const { certificate: cert, key, clientCa } = tls;
  const client = { client_ca: clientCa, client_auth_type: "RequireAndVerifyClientCert" };
  return {
    basic_auth_users: users,
    tls_server_config: { cert, key, ...(clientCa !== undefined && client) },
  };
}

function toConfig(options: PrometheusServerOptions): string {
  const { translationStrategy = "UnderscoreEscapingWithSuffixes", nativeHistograms = false } = options;
  const { outOfOrderWindow = "0s", agentOf, scopeLabels = false, scrapeTarget } = options;
  const job = {
    job_name: "exporter",
    scrape_interval: "250ms",
    scrape_timeout: "250ms",
    scrape_native_histograms: true,
  };
  // JSON is YAML
  return JSON.stringify({
    scrape_configs: [
      { ...job, static_configs: [{ targets: scrapeTarget === undefined ? [] : [scrapeTarget] }] },
    ],
    otlp: {
      translation_strategy: translationStrategy,
      convert_histograms_to_nhcb: nativeHistograms,
      promote_scope_metadata: scopeLabels,
    },
    ...(agentOf === undefined
      ? { storage: { tsdb: { out_of_order_time_window: outOfOrderWindow } } }
      : { remote_write: [{ url: agentOf }] }),
  });
}

/** Prometheus logs the address that it listens on and that it is ready, in either order. */
function waitUntilReady(server: ChildProcess): Promise<string> {
  let address: string | undefined;
  let ready = false;
  return untilLogged(server, "Prometheus", (line) => {
    const entry = JSON.parse(line) as { msg?: string; address?: string };
    if (entry.msg === "Listening on") address ??= entry.address;
    if (entry.msg === "Server is ready to receive web requests.") ready = true;
    return ready ? address : undefined;
  });
}
