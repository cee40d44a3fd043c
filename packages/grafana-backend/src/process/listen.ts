import { randomBytes } from "node:crypto";
import { chmodSync, rmSync } from "node:fs";
import type { Server } from "node:net";
import { join } from "node:path";
import type { Environment, ListenAddress } from "./handshake.js";
import { grantGroup } from "./socket-group.js";

/** Nothing but this machine can connect. */
const LOOPBACK = "127.0.0.1";
/** `sockaddr_un` on Linux holds 108 bytes with the final zero, 104 elsewhere. */
const MAX_SOCKET_PATH_BYTES = 103;

/**
 * Binds the server where the host asked: a unix socket in `PLUGIN_UNIX_SOCKET_DIR`, else a loopback port, within
 * `PLUGIN_MIN_PORT` and `PLUGIN_MAX_PORT` where they are given. The socket is open to this user alone, and to the group that
 * `PLUGIN_UNIX_SOCKET_GROUP` names. @throws Error with the variable that cannot be followed.
 */
export async function listen(server: Server, env: Environment): Promise<ListenAddress> {
  const directory = env["PLUGIN_UNIX_SOCKET_DIR"];
  return directory
    ? listenOnSocket(server, directory, env["PLUGIN_UNIX_SOCKET_GROUP"])
    : listenOnPort(server, toPortRange(env));
}

async function listenOnSocket(server: Server, directory: string, group?: string): Promise<ListenAddress> {
  const path = join(directory, `plugin-${randomBytes(8).toString("hex")}.sock`);
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH_BYTES) {
    throw new Error(`the socket path ${path} is longer than ${MAX_SOCKET_PATH_BYTES} bytes`);
  }
  await bind(server, { path });
  // the directory should be private already; the socket is in any case
  chmodSync(path, 0o600);
  // closing the server removes it too; an end by process.exit would not
  process.once("exit", () => rmSync(path, { force: true }));
  if (group) grantGroup(path, group);
  return { network: "unix", address: path };
}

async function listenOnPort(server: Server, range: PortRange | undefined): Promise<ListenAddress> {
  if (!range) return bindPort(server, 0);
  for (let port = range.min; port <= range.max; port++) {
    try {
      return await bindPort(server, port);
    } catch (error) {
      // another process has this port: the range is there to be searched
      if (!isAddressInUse(error)) throw error;
    }
  }
  throw new Error(`no free port between ${range.min} and ${range.max} on ${LOOPBACK}`);
}

async function bindPort(server: Server, port: number): Promise<ListenAddress> {
  await bind(server, { host: LOOPBACK, port });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return { network: "tcp", address: `${LOOPBACK}:${address.port}` };
}

function bind(server: Server, target: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(target, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

interface PortRange {
  readonly min: number;
  readonly max: number;
}

/** undefined, any free port, where the host names none or 0. */
function toPortRange(env: Environment): PortRange | undefined {
  const min = Number(env["PLUGIN_MIN_PORT"] ?? 0);
  const max = Number(env["PLUGIN_MAX_PORT"] ?? 0);
  if (min === 0 && max === 0) return undefined;
  const usable = Number.isInteger(min) && Number.isInteger(max) && min > 0 && max >= min && max <= 65_535;
  if (usable) return { min, max };
  throw new Error(
    `PLUGIN_MIN_PORT=${env["PLUGIN_MIN_PORT"]} and PLUGIN_MAX_PORT=${env["PLUGIN_MAX_PORT"]} are no range of ports`,
  );
}

function isAddressInUse(error: unknown): boolean {
  return (
    error instanceof Error && "code" in error && (error.code === "EADDRINUSE" || error.code === "EACCES")
  );
}
