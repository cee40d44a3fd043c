import type { StartedPlugin, StartOptions } from "./host-answers.js";
import type { PluginHost } from "./plugin-host.js";
import type { PluginCommand } from "./plugin-process.js";

/** How a host and its plugin talk. */
export interface Connection {
  readonly name: string;
  readonly network: "tcp" | "unix";
  readonly autoMtls: boolean;
}

/** What Grafana uses. */
export const TCP: Connection = { name: "tcp", network: "tcp", autoMtls: false };
export const UNIX_SOCKET: Connection = { name: "unix socket", network: "unix", autoMtls: false };

/** Everything that go-plugin's hosts can ask for. */
export const CONNECTIONS: readonly Connection[] = [
  TCP,
  { name: "tcp with AutoMTLS", network: "tcp", autoMtls: true },
  UNIX_SOCKET,
  { name: "unix socket with AutoMTLS", network: "unix", autoMtls: true },
];

/** Starts the plugin over a connection; unix sockets go into `folder`. */
export function startOver(
  host: PluginHost,
  command: PluginCommand,
  { network, autoMtls }: Connection,
  folder: string,
): Promise<StartedPlugin> {
  const env = network === "unix" ? [`PLUGIN_UNIX_SOCKET_DIR=${folder}`] : [];
  const options: StartOptions = { ...command, env, autoMtls };
  return host.start(options);
}
