import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findVictoriaMetrics } from "./peer-binaries.js";
import { terminate, untilLogged } from "./peer-process.js";

export interface VictoriaMetricsOptions {
  /** Translate OpenTelemetry's names as Prometheus does; by default they are stored as they are. */
  readonly prometheusNaming?: boolean;
}

export interface VictoriaMetricsServer {
  readonly url: string;
  /** Where OTLP/HTTP metrics go. */
  readonly otlpUrl: string;
  /** Where Prometheus' remote write goes. */
  readonly remoteWriteUrl: string;
  /** What was taken in is found by queries from then on; by itself that takes a second or so. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** A real single-node VictoriaMetrics on a free loopback port, empty; its data lies in a temporary folder that `stop` removes. */
export async function startVictoriaMetrics(
  options: VictoriaMetricsOptions = {},
): Promise<VictoriaMetricsServer> {
  const binary = findVictoriaMetrics();
  const folder = await mkdtemp(join(tmpdir(), "modelwatch-victoriametrics-"));
  const server = spawn(
    binary,
    [
      `-storageDataPath=${folder}`,
      "-retentionPeriod=100y",
      "-httpListenAddr=127.0.0.1:0",
      `-opentelemetry.usePrometheusNaming=${options.prometheusNaming === true}`,
      "-memory.allowedBytes=512MB",
      "-loggerFormat=json",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const url = await waitUntilReady(server);
  return {
    url,
    otlpUrl: `${url}/opentelemetry/v1/metrics`,
    remoteWriteUrl: `${url}/api/v1/write`,
    flush: async () => {
      const { ok, status } = await fetch(`${url}/internal/force_flush`);
      if (!ok) throw new Error(`VictoriaMetrics answered ${status} when asked to flush`);
    },
    stop: async () => {
      await terminate(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** VictoriaMetrics opens its storage first; the address that it serves comes last. */
function waitUntilReady(server: ChildProcess): Promise<string> {
  return untilLogged(
    server,
    "VictoriaMetrics",
    (line) => /started server at (http:\/\/[^/"]+)/.exec(line)?.[1],
  );
}
