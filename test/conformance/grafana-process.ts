import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { connectGrafanaClient, type GrafanaClient } from "./grafana-client.js";

/** What a host of hashicorp/go-plugin sets, and nothing else (no PATH, no HOME) but where this machine keeps its Node.js. */
export const HOST_ENVIRONMENT = {
  MODELWATCH_NODE: process.execPath,
  grafana_plugin_type: "datasource",
  PLUGIN_MIN_PORT: "10000",
  PLUGIN_MAX_PORT: "25000",
  PLUGIN_PROTOCOL_VERSIONS: "2",
} as const;

/** The host's own certificate, where it asks for AutoMTLS. */
export interface HostCertificate {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export interface PluginProcess {
  readonly child: ChildProcess;
  /** The handshake line's parts. */
  readonly handshake: readonly string[];
  readonly client: GrafanaClient;
  readonly stdoutLines: readonly string[];
  readonly stderrLines: readonly string[];
  /** Resolves with the exit code, or the signal's name. */
  readonly ended: Promise<number | string>;
  stop(): Promise<void>;
}

/** Starts the executable as Grafana does, reads the handshake and connects. */
export async function startPlugin(
  executable: string,
  environment: Readonly<Record<string, string>> = HOST_ENVIRONMENT,
  certificate?: HostCertificate,
): Promise<PluginProcess> {
  const env = certificate ? { ...environment, PLUGIN_CLIENT_CERT: certificate.certificatePem } : environment;
  const child = spawn(executable, { env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = once(child, "exit").then(([code, signal]: unknown[]): number | string => toEnd(code, signal));
  const stdoutLines: string[] = [];
  const stderrLines: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => stderrLines.push(line));
  const stdout = createInterface({ input: child.stdout });
  stdout.on("line", (line) => stdoutLines.push(line));
  const first = await Promise.race([
    once(stdout, "line").then(([line]: unknown[]) => String(line)),
    ended.then((end) => {
      throw new Error(`the plugin ended (${end}) before its handshake: ${stderrLines.join("\n")}`);
    }),
  ]);
  const handshake = first.split("|");
  const client = connect(handshake, certificate);
  return {
    child,
    handshake,
    client,
    stdoutLines,
    stderrLines,
    ended,
    stop: async () => {
      client.close();
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function connect(handshake: readonly string[], certificate?: HostCertificate): GrafanaClient {
  const [, , network = "", address = "", , serverCertificate = ""] = handshake;
  const target = network === "unix" ? `unix:${address}` : address;
  if (!certificate) return connectGrafanaClient(target);
  const pem = `-----BEGIN CERTIFICATE-----\n${serverCertificate}\n-----END CERTIFICATE-----\n`;
  const channel = credentials.createSsl(
    Buffer.from(padBase64(pem)),
    Buffer.from(certificate.privateKeyPem),
    Buffer.from(certificate.certificatePem),
  );
  return connectGrafanaClient(target, channel);
}

/** The handshake leaves the padding out; PEM wants it. */
function padBase64(pem: string): string {
  return pem.replace(
    /\n([^\n-]+)\n/,
    (_, body: string) => `\n${body.padEnd(Math.ceil(body.length / 4) * 4, "=")}\n`,
  );
}

function toEnd(code: unknown, signal: unknown): number | string {
  return typeof code === "number" ? code : String(signal);
}
