/**
 * The agreement between a hashicorp/go-plugin host and the process it starts:
 * https://github.com/hashicorp/go-plugin/blob/main/docs/internals.md
 */
export const MAGIC_COOKIE_KEY = "grafana_plugin_type";
export const MAGIC_COOKIE_VALUE = "datasource";
/** Version of go-plugin's own protocol. */
const CORE_PROTOCOL_VERSION = 1;
/** Version of Grafana's protocol over it: `pluginv2`. */
const GRAFANA_PROTOCOL_VERSION = 2;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the server listens. */
export interface ListenAddress {
  readonly network: "tcp" | "unix";
  /** `127.0.0.1:port`, or the socket's path. */
  readonly address: string;
}

/** A sentence for whoever started the program by hand, or undefined where a host did. */
export function findHandshakeProblem(env: Environment): string | undefined {
  if (env[MAGIC_COOKIE_KEY] === MAGIC_COOKIE_VALUE) return undefined;
  return "This program is a backend plugin of Grafana: Grafana's server starts it. It does nothing when started by hand.";
}

/**
 * A sentence for the log where the host offers other versions than ours, else undefined. The handshake names our version all
 * the same: the host then refuses it, and says so to its user with both sides' versions.
 */
export function findVersionProblem(env: Environment): string | undefined {
  const offered = env["PLUGIN_PROTOCOL_VERSIONS"];
  // hosts older than the negotiation send no list and speak the version that they were built for
  if (!offered || offered.split(",").some((version) => Number(version) === GRAFANA_PROTOCOL_VERSION))
    return undefined;
  return `Grafana offers the plugin protocol versions ${offered}; this plugin speaks version ${GRAFANA_PROTOCOL_VERSION}.`;
}

/**
 * The one line that goes to standard output: `1|2|tcp|127.0.0.1:4242|grpc`, then the server's certificate if any. A host
 * that asks whether its broker may share the connection (`PLUGIN_MULTIPLEX_GRPC`) reads the answer, no, in a seventh part.
 */
export function toHandshakeLine(listen: ListenAddress, env: Environment, certificate?: string): string {
  const parts = [CORE_PROTOCOL_VERSION, GRAFANA_PROTOCOL_VERSION, listen.network, listen.address, "grpc"];
  if (env["PLUGIN_MULTIPLEX_GRPC"]) parts.push(certificate ?? "", "false");
  else if (certificate !== undefined) parts.push(certificate);
  return `${parts.join("|")}\n`;
}
